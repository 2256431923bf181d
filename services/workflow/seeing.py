"""Who sees what: one rule for lists, addresses, answers and grants.

A person sees matters of his own regency only, never one in which he is respondent, complainant
or witness, and of the rest those that his role spans or that a task brings to him. What he does not
see is, for him, not there. Complaints about the Inspektorat's own people go to the named
substitute, and nobody of the Inspektorat sees them.

The conditions below are SQL over columns; their parameters are $1 to $7, in the order of
`Viewer.sql()`. Every reader uses them, and a query's own parameters follow from $8.
"""

from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Role
from services.kit.access.entries import Person
from services.workflow.acts import Actor
from services.workflow.forms import FORMS
from services.workflow.rules.substitution import INSIDE

WIDE: Final = INSIDE | {
    Role.SUBSTITUTE,
    Role.PPK,
    Role.SECRETARY,
    Role.BKPSDM,
    Role.DPMD,
    Role.LEGAL,
}
"""Roles whose work spans the cases of a regency; all others see what was asked of them."""

DESKS: Final = frozenset(
    {Role.BKPSDM, Role.DPMD, Role.PPK, Role.LEGAL, Role.SUBSTITUTE, Role.INSPECTOR}
)
"""Roles of one desk in a regency: where a form names them, they may enter the paper of whoever was
asked. Superiors, camats, village heads are many: post or office says which one."""

_EVERYTHING: Final = "*"
_NOT_INSPECTORATE: Final = "*-inspectorate"


class Viewer(BaseModel):
    """A person as the register compares him."""

    model_config = ConfigDict(frozen=True)

    id: str
    roles: tuple[Role, ...]
    jurisdiction: str
    posts: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    nip_digest: bytes | None = None

    @classmethod
    def of(cls, person: Person) -> Self:
        """The viewer that a person of the directory is."""
        return cls(
            id=person.id,
            roles=tuple(Role(role) for role in sorted(person.roles)),
            jurisdiction=person.jurisdiction,
            posts=person.posts,
            offices=person.offices,
            nip_digest=person.nip_digest,
        )

    @property
    def actor(self) -> Actor:
        """The same person as an act carries him."""
        return Actor(id=self.id, roles=self.roles, jurisdiction=self.jurisdiction, posts=self.posts)

    def sql(self) -> tuple[Any, ...]:
        """The parameters $1 to $7 of the conditions."""
        return (
            self.jurisdiction,
            self.id,
            list(self.roles),
            list(self.posts),
            list(self.offices),
            self.nip_digest,
            self._opens(),
        )

    def _opens(self) -> list[str]:
        """What the roles open beyond what was asked of the person: desk kinds, and how wide."""
        mine = set(self.roles)
        kinds = [kind for kind, form in FORMS.items() if mine & DESKS & set(form.roles)]
        if mine & INSIDE:
            kinds.append(_NOT_INSPECTORATE)
        elif mine & WIDE:
            kinds.append(_EVERYTHING)
        return kinds


ASKED: Final = """(
    t.holder_id = $2::text
    or t.post_id = any($4::text[])
    or t.kind = any($7::text[])
    or (t.post_id is null and (t.role = any($3::text[]) or t.roles && $3::text[])
        and (t.office_id is null or t.office_id = any($5::text[])))
)"""
"""Whether a task (alias t) is the viewer's to answer; its workflow has the last word."""

_BROUGHT: Final = f"({ASKED} or t.answered_by = $2::text or t.escalated_to && $3::text[])"

_NOT_INVOLVED: Final = """(
    not exists (
        select 1 from workflow.respondent vr
        where vr.case_id = {case_id}
        and (vr.nip_digest = $6::bytea
            or $2::text in (vr.profile->>'person_id', vr.profile->>'held_by')
            or vr.profile->>'post_id' = any($4::text[])))
    and not exists (
        select 1 from workflow.complaint_respondent vc
        where (vc.case_id = {case_id} or vc.complaint_id = {complaint_id})
        and vc.nip_digest = $6::bytea)
    and not exists (
        select 1 from workflow.recusal vx
        where vx.person_id = $2::text and vx.part in ('respondent', 'complainant', 'witness')
        and (vx.matter_id in ({case_id}, {complaint_id}) or vx.matter_id in (
            select vp.complaint_id from workflow.complaint vp where vp.case_id = {case_id})))
)"""
"""Whether the viewer is nobody of the matter; the placeholders are columns, never values.

A respondent is known by his number, or by the profile: the person whom it names, who held the post
when it was confirmed, and who holds it now (`guards.people.is_respondent` says the same).
"""

_ABOUT_OF_TASK: Final = """coalesce(
    (select va.about_inspectorate from workflow.cases va where va.case_id = t.case_id),
    (select vb.about_inspectorate from workflow.complaint vb
     where vb.complaint_id = t.complaint_id), false)"""


def _wide(about: str) -> str:
    """The role spans the matter; what is about the Inspektorat it does not span from inside."""
    return (
        f"('{_EVERYTHING}' = any($7::text[])"
        f" or ('{_NOT_INSPECTORATE}' = any($7::text[]) and not {about}))"
    )


def _outside(about: str) -> str:
    """Nobody of the Inspektorat, where it is about the Inspektorat's own people."""
    return f"(not {about} or not '{_NOT_INSPECTORATE}' = any($7::text[]))"


def task_condition() -> str:
    """For a task (alias t): asked of the viewer, or within what his role spans."""
    uninvolved = _NOT_INVOLVED.format(case_id="t.case_id", complaint_id="t.complaint_id")
    return (
        f"(t.jurisdiction = $1::text and {_outside(_ABOUT_OF_TASK)}"
        f" and ({_BROUGHT} or {_wide(_ABOUT_OF_TASK)}) and {uninvolved})"
    )


def case_condition() -> str:
    """For a case (alias c): within what the viewer's role spans, or with a task for him."""
    uninvolved = _NOT_INVOLVED.format(case_id="c.case_id", complaint_id="c.complaint_id")
    tasks = f"select 1 from workflow.task t where t.case_id = c.case_id and {_BROUGHT}"  # noqa: S608
    return (
        f"(c.jurisdiction = $1::text and {_outside('c.about_inspectorate')}"
        f" and ({_wide('c.about_inspectorate')} or exists ({tasks})) and {uninvolved})"
    )


def authored_condition() -> str:
    """For a finding (alias p) that the viewer wrote himself: its state, while he may know of it."""
    uninvolved = _NOT_INVOLVED.format(case_id="p.case_id", complaint_id="p.complaint_id")
    return f"(p.jurisdiction = $1::text and {_outside('p.about_inspectorate')} and {uninvolved})"


def complaint_condition() -> str:
    """For a complaint (alias p): as for a case; before there is one, by its task."""
    uninvolved = _NOT_INVOLVED.format(case_id="p.case_id", complaint_id="p.complaint_id")
    tasks = (
        "select 1 from workflow.task t where"  # noqa: S608
        f" (t.complaint_id = p.complaint_id or t.case_id = p.case_id) and {_BROUGHT}"
    )
    return (
        f"(p.jurisdiction = $1::text and {_outside('p.about_inspectorate')}"
        f" and ({_wide('p.about_inspectorate')} or exists ({tasks})) and {uninvolved})"
    )
