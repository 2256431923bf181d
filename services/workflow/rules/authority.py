"""Who may decide: the matrix, vacancy, acting holders, recusal, the village and the contract."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date

from pydantic import BaseModel, ConfigDict

from services.contracts.law import Acting, Category, Degree, OfficeKind, PositionLevel, Role
from services.workflow.rules.book import Rulebook
from services.workflow.rules.citations import Citation
from services.workflow.rules.matrix import MatrixRow
from services.workflow.rules.posts import Post, PostChart, rank
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.steps import Step


class Subject(BaseModel):
    """A respondent as the matrix sees him (category and post today)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: Category
    level: PositionLevel = PositionLevel.NON_STRUCTURAL
    post_id: str | None = None
    superior_post_id: str | None = None
    office_id: str | None = None
    person_id: str | None = None


class Authority(BaseModel):
    """Who may decide and why. `post_id` None: a role outside the chart of posts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    level: PositionLevel | None = None
    post_id: str | None = None
    office_id: str | None = None
    passed_over: tuple[str, ...] = ()
    why: tuple[Citation, ...] = ()


def deciding_authority(
    book: Rulebook,
    subject: Subject,
    degree: Degree | None,
    chart: PostChart,
    on: date,
    *,
    step: Step | None = None,
    recused: AbstractSet[str] = frozenset(),
) -> Authority:
    """Who may decide about this respondent on that day.

    A vacant post, a recused holder, or an acting one whose limits the sanction exceeds is
    passed over for the next higher official, never a lower one; refuses `no-authority`
    when the chart ends. While no degree is known the highest one, the PPK, is named.
    """
    away = recused | ({subject.person_id} if subject.person_id else set())
    walk = _Walk(book, chart, degree, step, on, away)
    match subject.category:
        case Category.UNKNOWN:
            raise LawRefusal(RefusalCode.CATEGORY_UNKNOWN, book.cite("category_needed"))
        case Category.CONTRACT | Category.VILLAGE_OFFICIAL | Category.HAMLET_HEAD:
            return walk.head(subject, _role_of(book, subject.category))
        case Category.VILLAGE_HEAD if _delegated(book, step, on):
            cited = book.find_setting("village_reprimand_by_camat", on).citation
            return walk.camat(subject, cited)
        case Category.PNS | Category.CPNS if degree not in {Degree.ETHICS, None}:
            return walk.matrix(subject, _matrix_row(book, subject, degree, step, on))
        case Category.PNS | Category.CPNS:
            key = "council_heard" if degree is Degree.ETHICS else "next_higher"
            return walk.regent(Role.PPK, book.cite(key))
        case _:
            row = next(row for row in book.decides if row.category is subject.category)
            return walk.regent(row.role, row.citation)


def sitting_superior(
    book: Rulebook,
    subject: Subject,
    chart: PostChart,
    on: date,
    *,
    recused: AbstractSet[str] = frozenset(),
) -> Authority:
    """The superior who examines: the nearest in office and not involved, else the next higher."""
    walk = _Walk(book, chart, None, None, on, recused)
    return walk.first(_superiors(chart, subject), Role.SUPERIOR, (book.cite("examined_first"),))


class _Walk:
    """Looks up the chart for the first who may, and notes who was passed over."""

    def __init__(
        self,
        book: Rulebook,
        chart: PostChart,
        degree: Degree | None,
        step: Step | None,
        on: date,
        away: AbstractSet[str],
    ) -> None:
        self._book = book
        self._chart = chart
        self._degree = degree
        self._step = step
        self._on = on
        self._away = away

    def matrix(self, subject: Subject, row: MatrixRow) -> Authority:
        if row.role is Role.PRESIDENT:
            return Authority(role=Role.PRESIDENT, why=(row.citation,))
        own = self._chart.find(subject.post_id)
        if row.decides is PositionLevel.PPK:
            regent = self.regent(Role.PPK, row.citation)
            if own is None or not self._is_secretary(own):
                return regent
            governor = self._book.cite("secretary_by_governor")
            return regent.model_copy(update={"why": (*regent.why, governor)})
        office = own.office_id if own else subject.office_id
        chain = [
            post
            for post in _superiors(self._chart, subject)
            if self._reaches(post, row.decides)
            and (not row.within_office or office is None or post.office_id == office)
        ]
        ppk = self._chart.ppk()
        if ppk is not None and ppk not in chain:
            chain.append(ppk)
        return self.first(chain, row.role, (row.citation,))

    def regent(self, role: Role, cited: Citation) -> Authority:
        post = self._chart.ppk()
        if post is None:
            # No chart was imported: the office is known even so, its holder is not.
            return Authority(role=role, level=PositionLevel.PPK, why=(cited,))
        return self.first([post], role, (cited,))

    def camat(self, subject: Subject, cited: Citation) -> Authority:
        """His own camat, of all the regency has; away or vacant, the one who delegated."""
        first = self._chart.find(subject.superior_post_id)
        named = (first, *self._chart.above(first.id)) if first else ()
        above = (*self._chart.above(subject.post_id), *named)
        chain = [post for post in above if post.office_kind is OfficeKind.KECAMATAN][:1]
        if not chain:
            # The chart does not say under which camat the village stands.
            return Authority(role=Role.CAMAT, why=(cited,))
        ppk = self._chart.ppk()
        return self.first([*chain, *([ppk] if ppk else [])], Role.CAMAT, (cited,))

    def head(self, subject: Subject, role: Role) -> Authority:
        own = self._chart.find(subject.post_id)
        office = subject.office_id or (own.office_id if own else None)
        row = next(row for row in self._book.decides if row.category is subject.category)
        head = self._chart.head_of(office)
        if head is None:
            return Authority(role=role, office_id=office, why=(row.citation,))
        above = self._chart.above(head.id)
        if subject.category.is_village_staff:
            # The camat recommends; the law never lets him punish in the village head's place.
            above = tuple(post for post in above if post.level is PositionLevel.PPK)
        chain = [head, *above]
        return self.first(chain, role, (row.citation,))

    def first(self, chain: Iterable[Post], role: Role, why: tuple[Citation, ...]) -> Authority:
        passed: list[str] = []
        for post in chain:
            hindrance = self._hindrance(post)
            if hindrance is None:
                return Authority(
                    role=_role_at(post, role, moved=bool(passed)),
                    level=post.level,
                    post_id=post.id,
                    office_id=post.office_id,
                    passed_over=tuple(passed),
                    why=why,
                )
            passed.append(post.id)
            why = (*why, hindrance)
        last = why[-1] if passed else self._book.cite("next_higher")
        raise LawRefusal(RefusalCode.NO_AUTHORITY, last, authority=role)

    def _is_secretary(self, post: Post) -> bool:
        superior = self._chart.find(post.superior_post_id)
        under_regent = superior is not None and superior.level is PositionLevel.PPK
        return under_regent and post.office_kind is OfficeKind.SECRETARIAT

    def _reaches(self, post: Post, level: PositionLevel) -> bool:
        # A functional post stands in the chain, but punishes only by decree, and lightly.
        if not post.level.is_functional:
            return rank(post.level) >= rank(level)
        light = self._degree is Degree.LIGHT
        return light and post.designated and rank(post.level) >= rank(level)

    def _hindrance(self, post: Post) -> Citation | None:
        if not post.held_on(self._on):
            return self._book.cite("next_higher")
        if post.holder in self._away:
            return self._book.cite("conflict_of_interest")
        return acting_limit(self._book, post.acting, self._degree, self._step, self._on, post.level)


def acting_limit(
    book: Rulebook,
    acting: Acting,
    degree: Degree | None,
    step: Step | None,
    on: date,
    level: PositionLevel | None,
) -> Citation | None:
    """The rule that keeps an acting holder from this sanction, None if nothing does.

    Village and contract sanctions (`degree` None) have no such limit in the sources.
    """
    if acting is Acting.DEFINITIVE or degree is None:
        return None
    ppk = level is PositionLevel.PPK
    for row in book.acting:
        if row.acting is acting and row.ppk is ppk and row.in_force_on(on):
            personnel = step is not None and step.personnel_act
            may = degree in row.degrees and (row.personnel_acts or not personnel)
            return None if may else row.citation
    return book.cite("next_higher")


def needs_consent(
    book: Rulebook, acting: Acting, degree: Degree | None, step: Step, on: date
) -> Citation | None:
    """The rule by which an acting regent shows a consent reference for this sanction, if any."""
    if degree is not Degree.HEAVY and not step.personnel_act:
        return None
    for row in book.acting:
        if row.acting is acting and row.ppk and row.consent and row.in_force_on(on):
            return row.citation
    return None


def _superiors(chart: PostChart, subject: Subject) -> tuple[Post, ...]:
    if chart.find(subject.post_id) is not None:
        return chart.above(subject.post_id)
    first = chart.find(subject.superior_post_id)
    return () if first is None else (first, *chart.above(first.id))


def _matrix_row(
    book: Rulebook, subject: Subject, degree: Degree | None, step: Step | None, on: date
) -> MatrixRow:
    rows = [
        row
        for row in book.matrix
        if row.level is subject.level and row.degree is degree and row.in_force_on(on)
    ]
    code = step.code if step else None
    for row in rows:
        if row.sanction is not None and row.sanction == code:
            return row
    for row in rows:
        if row.sanction is None:
            return row
    raise LawRefusal(RefusalCode.NO_AUTHORITY, book.cite("next_higher"), authority=subject.level)


def _role_of(book: Rulebook, category: Category) -> Role:
    return next(row.role for row in book.decides if row.category is category)


def _role_at(post: Post, role: Role, *, moved: bool) -> Role:
    if post.level is PositionLevel.PPK:
        return Role.PPK
    return Role.SUPERIOR if moved else role


def _delegated(book: Rulebook, step: Step | None, on: date) -> bool:
    reprimand = step is not None and "reprimand" in step.code
    return reprimand and book.number("village_reprimand_by_camat", on) == 1
