"""Makers with defaults: a regency's posts and people, an opened track, answers that are lawful."""

from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from services.contracts.law import (
    Acting,
    Category,
    OfficeKind,
    PositionLevel,
    Role,
)
from services.workflow.acts import Actor
from services.workflow.forms.cases.findings import Finding
from services.workflow.guards.judging import judged
from services.workflow.rules.posts import Post
from services.workflow.workflows.state import OpenedTrack, RoutedBelow
from tests.workflow.tracks.office import Office, a_person

SCAN = "0197c0de-0000-7000-8000-000000000001"
REGENT, SECRETARY, HEAD, DIVISION, SECTION, STAFF = (
    "bupati",
    "sekda",
    "kepala-dinas",
    "kabid",
    "kasi",
    "pelaksana",
)
CAMAT, VILLAGE_HEAD, HAMLET_HEAD = "camat", "kades", "kadus"


def posts(*, regent: Acting = Acting.DEFINITIVE, vacant: tuple[str, ...] = ()) -> tuple[Post, ...]:
    """One office from the regent down to its staff, and one village under its camat."""
    rows = [
        (REGENT, PositionLevel.PPK, "regency", OfficeKind.REGENT, None),
        (SECRETARY, PositionLevel.JPT_PRATAMA, "setda", OfficeKind.SECRETARIAT, REGENT),
        (HEAD, PositionLevel.JPT_PRATAMA, "dinas", OfficeKind.OPD, SECRETARY),
        (DIVISION, PositionLevel.ADMINISTRATOR, "dinas", OfficeKind.OPD, HEAD),
        (SECTION, PositionLevel.PENGAWAS, "dinas", OfficeKind.OPD, DIVISION),
        (STAFF, PositionLevel.PELAKSANA, "dinas", OfficeKind.OPD, SECTION),
        ("kasubag", PositionLevel.PENGAWAS, "dinas", OfficeKind.OPD, DIVISION),
        ("irban", PositionLevel.ADMINISTRATOR, "inspektorat", OfficeKind.INSPECTORATE, SECRETARY),
        ("kabid-bkpsdm", PositionLevel.ADMINISTRATOR, "bkpsdm", OfficeKind.BKPSDM, SECRETARY),
        ("kasubag-bkpsdm", PositionLevel.ADMINISTRATOR, "bkpsdm", OfficeKind.BKPSDM, SECRETARY),
        (CAMAT, PositionLevel.ADMINISTRATOR, "kecamatan", OfficeKind.KECAMATAN, SECRETARY),
        (VILLAGE_HEAD, PositionLevel.NON_STRUCTURAL, "desa", OfficeKind.VILLAGE, CAMAT),
        (HAMLET_HEAD, PositionLevel.NON_STRUCTURAL, "desa", OfficeKind.VILLAGE, VILLAGE_HEAD),
    ]
    return tuple(
        Post(
            id=name,
            level=level,
            office_id=office,
            office_kind=kind,
            superior_post_id=above,
            holder=None if name in vacant else f"holder-of-{name}",
            acting=regent if name == REGENT else Acting.DEFINITIVE,
        )
        for name, level, office, kind, above in rows
    )


def people() -> dict[str, Actor]:
    """Holders of the posts, and the desks that keep papers; named by post or desk."""
    roles = {
        REGENT: (Role.PPK,),
        SECRETARY: (Role.SECRETARY,),
        HEAD: (Role.OPD_HEAD,),
        DIVISION: (Role.SUPERIOR,),
        SECTION: (Role.SUPERIOR,),
        CAMAT: (Role.CAMAT,),
        VILLAGE_HEAD: (Role.VILLAGE_HEAD,),
        "irban": (Role.IRBAN,),
        "kabid-bkpsdm": (Role.BKPSDM,),
        "kasubag-bkpsdm": (Role.BKPSDM,),
    }
    holders = {
        post.id: a_person(f"holder-of-{post.id}", *roles.get(post.id, ()), posts=(post.id,))
        for post in posts()
    }
    desks = {
        "bkpsdm": a_person("bkpsdm-1", Role.BKPSDM),
        "dpmd": a_person("dpmd-1", Role.DPMD),
        "inspector": a_person("inspector-1", Role.INSPECTOR),
        "auditor": a_person("auditor-1", Role.AUDITOR),
        "legal": a_person("legal-1", Role.LEGAL),
        "council": a_person("council-1", Role.ETHICS_COUNCIL),
        "substitute": a_person("substitute-1", Role.SUBSTITUTE),
    }
    return {**holders, **desks}


def an_office(today: date, **posted: Any) -> Office:
    return Office(today=today, posts=posts(**posted), people=people())


def found(office: Office, category: Category, election_id: str | None, **finding: Any) -> Any:
    """An LHP's proven finding with its judgement."""
    made = Finding(respondent=1, proven=True, **finding)
    return judged(office.facts(), made, category, election_id, office.today)


def a_track(
    office: Office,
    category: Category = Category.PNS,
    *,
    election_id: str | None = "pilkada-2024-3508",
    below: str | None = None,
    author_ids: tuple[str, ...] = ("auditor-1",),
    opened_on: date | None = None,
    about_inspectorate: bool = False,
    case_id: UUID | None = None,
    **finding: Any,
) -> OpenedTrack:
    """A track opened by an LHP, or routed below (then the minutes make the finding)."""
    routed = RoutedBelow(to=below, due_on=date(2030, 1, 1)) if below else None
    return OpenedTrack(
        case_id=case_id or uuid4(),
        case_number="700/1/2024",
        jurisdiction="35.08",
        n=1,
        category=category,
        opened_on=opened_on or office.today,
        election_id=election_id,
        below=routed,
        judged=None if below else found(office, category, election_id, **finding),
        author_ids=() if below else author_ids,
        about_inspectorate=about_inspectorate,
    )


def a_like(office: Office, **said: Any) -> OpenedTrack:
    """A civil servant's like of 7 October 2024, after the determination: a heavy matter."""
    act_from = date(2024, 10, 7)
    return a_track(office, violations=("disc.social-media-like",), act_from=act_from, **said)


def a_campaign(office: Office) -> OpenedTrack:
    """A civil servant in a campaign with its attributes: a medium matter."""
    return a_track(
        office,
        violations=("pp94.campaign_with_attributes",),
        act_from=date(2024, 11, 20),
        active_support=True,
    )


def a_hamlet_heads_track(office: Office) -> OpenedTrack:
    """A hamlet head in the campaign for the head of his village."""
    return a_track(
        office,
        Category.HAMLET_HEAD,
        election_id="pilkades-2019-3508",
        violations=("pilkades.village-official-in-campaign",),
        act_from=date(2019, 12, 12),
    )


def a_profile(**said: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "category_at_act": "pns",
        "category_today": "pns",
        "level": "pengawas",
        "post_id": SECTION,
        "superior_post_id": DIVISION,
        "office_id": "dinas",
    }
    return {**usual, **said}


def a_villagers_profile(category: Category) -> dict[str, Any]:
    """A village head's under his camat, or a hamlet head's under his village head."""
    head = category is Category.VILLAGE_HEAD
    return {
        "category_at_act": category,
        "category_today": category,
        "level": "non_structural",
        "post_id": VILLAGE_HEAD if head else HAMLET_HEAD,
        "superior_post_id": CAMAT if head else VILLAGE_HEAD,
        "office_id": "desa",
    }


def a_team(**said: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "number": "800/7/2024",
        "members": [
            {"post_id": DIVISION, "part": "superior"},
            {"post_id": "irban", "part": "inspectorate"},
            {"post_id": "kabid-bkpsdm", "part": "personnel"},
        ],
    }
    return {**usual, **said}


def a_council(**said: Any) -> dict[str, Any]:
    seats = (SECRETARY, HEAD, DIVISION, "irban", "kabid-bkpsdm")
    usual: dict[str, Any] = {
        "number": "800/9/2024",
        "members": [{"post_id": post_id} for post_id in seats],
    }
    return {**usual, **said}


def signed_minutes(**said: Any) -> dict[str, Any]:
    return {"result": "signed", "minutes_number": "BAP/1", "minutes_scan": SCAN, **said}


def absent(served_on: date, **said: Any) -> dict[str, Any]:
    own_scan = str(uuid5(NAMESPACE_URL, served_on.isoformat()))
    proof = {"served_on": served_on, "how": "by hand", "scan": own_scan}
    return {"result": "absent", "service_proof": proof, **said}


def clarified(**said: Any) -> dict[str, Any]:
    usual = {"minutes_number": "BA/1", "attended": True, "signed": True, "minutes_scan": SCAN}
    return {**usual, **said}


def a_decision(sanction: str | None, by: str, on: date, **said: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "decided_by": by,
        "number": "188/1",
        "letter_date": on,
        "reasons": "as found",
        "scan": SCAN,
    }
    made = {"sanction": sanction} if sanction else {"no_violation": True}
    return {**usual, **made, **said}
