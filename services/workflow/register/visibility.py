"""Who sees what: nobody sees a matter they are in, and few see more than their own work.

The two SQL conditions are the only place where this is decided; every reader uses them. Their
parameters are $1..$7 in the order of `Viewer.sql()`.
"""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Role
from services.kit.access.entries import Person
from services.workflow.acts import Actor

INSPECTORATE = frozenset({Role.INSPECTOR, Role.IRBAN, Role.AUDITOR, Role.INTAKE_OFFICER})
WIDE = INSPECTORATE | {
    Role.SUBSTITUTE,
    Role.PPK,
    Role.SECRETARY,
    Role.BKPSDM,
    Role.DPMD,
    Role.LEGAL,
}
"""Roles whose work spans the cases of a regency; all others see what was asked of them."""


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
        """The parameters $1..$7 of the conditions."""
        wide = bool(WIDE & set(self.roles))
        inside_only = wide and not (WIDE - INSPECTORATE) & set(self.roles)
        return (
            self.jurisdiction,
            self.id,
            list(self.roles),
            list(self.posts),
            list(self.offices),
            self.nip_digest,
            "inside" if inside_only else "wide" if wide else "narrow",
        )


ASKED = """(
    t.jurisdiction = $1::text and (
        t.holder_id = $2::text
        or t.answered_by = $2
        or t.post_id = any($4::text[])
        or (t.post_id is null and t.role = any($3::text[])
            and (t.office_id is null or t.office_id = any($5::text[])))
    )
)"""
"""Whether a task (alias t) is or was for the viewer."""

NOT_INVOLVED = """(
    not exists (
        select 1 from workflow.respondent vr
        where vr.case_id = {case_id} and $6::bytea is not null and vr.nip_digest = $6)
    and not exists (
        select 1 from workflow.complaint_respondent vc
        where (vc.case_id = {case_id} or vc.complaint_id = {complaint_id})
        and $6::bytea is not null and vc.nip_digest = $6)
    and not exists (
        select 1 from workflow.recusal vx
        where vx.case_id = {case_id} and vx.person_id = $2)
)"""
"""Whether the viewer is nobody of the matter; the placeholders are columns, never values."""


def task_condition() -> str:
    """For a task (alias t): asked of the viewer, who is not in its matter."""
    return (
        f"({ASKED} and {NOT_INVOLVED.format(case_id='t.case_id', complaint_id='t.complaint_id')})"
    )


def case_condition() -> str:
    """For a case (alias c): of his regency, not his own, and wide enough a role or asked of him."""
    uninvolved = NOT_INVOLVED.format(case_id="c.case_id", complaint_id="c.complaint_id")
    return f"""(
    c.jurisdiction = $1::text and {uninvolved} and (
        $7::text = 'wide'
        or ($7::text = 'inside' and not c.about_inspectorate)
        or exists (
            select 1 from workflow.task t where t.case_id = c.case_id and {ASKED})
    )
)"""  # noqa: S608 -- columns and parameters only


def complaint_condition() -> str:
    """For a complaint (alias p): as for a case; before there is one, by its task."""
    uninvolved = NOT_INVOLVED.format(case_id="p.case_id", complaint_id="p.complaint_id")
    return f"""(
    p.jurisdiction = $1::text and {uninvolved} and (
        $7::text = 'wide'
        or ($7::text = 'inside' and not p.about_inspectorate)
        or exists (
            select 1 from workflow.task t where t.complaint_id = p.complaint_id and {ASKED})
    )
)"""  # noqa: S608 -- columns and parameters only
