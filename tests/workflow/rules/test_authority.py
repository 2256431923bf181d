from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.law import Acting, Category, Degree, OfficeKind, PositionLevel, Role
from services.workflow.rules.authority import (
    Authority,
    Subject,
    deciding_authority,
    sitting_superior,
)
from services.workflow.rules.overlay import Overlay
from services.workflow.rules.posts import rank
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from tests.workflow.rules.making import a_regency, the_book

ON = date(2024, 11, 20)
VACANT: dict[str, Any] = {"holder": None}
LEVELS = {
    "kadis": PositionLevel.JPT_PRATAMA,
    "kabid": PositionLevel.ADMINISTRATOR,
    "camat": PositionLevel.ADMINISTRATOR,
    "kasi": PositionLevel.PENGAWAS,
    "kasi_kec": PositionLevel.PENGAWAS,
    "staf": PositionLevel.PELAKSANA,
    "staf_kec": PositionLevel.PELAKSANA,
    "guru": PositionLevel.JF_OTHER,
    "ahli_utama": PositionLevel.JF_UTAMA,
}


def decides(post: str, degree: Degree | None, **facts: Any) -> Authority:
    category = facts.pop("category", Category.PNS)
    step = facts.pop("step", None)
    recused = facts.pop("recused", frozenset())
    level = LEVELS.get(post, PositionLevel.NON_STRUCTURAL)
    subject = Subject(category=category, level=level, post_id=post, person_id=f"holder-of-{post}")
    found = the_book().find_step(step) if step else None
    return deciding_authority(
        facts.pop("book", the_book()), subject, degree, a_regency(**facts), ON,
        step=found, recused=recused,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("post", "light", "medium", "heavy"),
    [
        ("kadis", "bupati", "bupati", "bupati"),
        ("kabid", "kadis", "bupati", "bupati"),
        ("camat", "sekda", "bupati", "bupati"),
        ("kasi", "kabid", "kadis", "bupati"),
        ("kasi_kec", "camat", "bupati", "bupati"),
        ("staf", "kasi", "kabid", "bupati"),
        ("staf_kec", "kasi_kec", "camat", "bupati"),
        ("guru", "kabid", "kabid", "bupati"),
        ("ahli_utama", "bupati", "bupati", "bupati"),
    ],
)
def test_the_matrix_names_the_authority(post: str, light: str, medium: str, heavy: str) -> None:
    found = [decides(post, d).post_id for d in (Degree.LIGHT, Degree.MEDIUM, Degree.HEAVY)]

    assert found == [light, medium, heavy]


def test_the_president_dismisses_the_highest_experts() -> None:
    authority = decides("ahli_utama", Degree.HEAVY, step="pns.heavy.dismissal_honourable")

    assert authority.role is Role.PRESIDENT
    assert decides("ahli_utama", Degree.HEAVY, step="pns.heavy.demotion_12m").role is Role.PPK


def test_ethics_is_declared_by_the_ppk() -> None:
    assert decides("guru", Degree.ETHICS).role is Role.PPK


@pytest.mark.parametrize("category", [Category.PPPK, Category.PPPK_PART_TIME])
@pytest.mark.parametrize("degree", list(Degree))
def test_a_pppk_is_decided_by_the_ppk(category: Category, degree: Degree) -> None:
    assert decides("staf", degree, category=category).post_id == "bupati"


@pytest.mark.parametrize(
    ("post", "category", "role", "holder"),
    [
        ("staf", Category.CONTRACT, Role.OPD_HEAD, "kadis"),
        ("staf_kec", Category.CONTRACT, Role.OPD_HEAD, "camat"),
        ("kades", Category.VILLAGE_HEAD, Role.PPK, "bupati"),
        ("kadus", Category.HAMLET_HEAD, Role.VILLAGE_HEAD, "kades"),
        ("kadus", Category.VILLAGE_OFFICIAL, Role.VILLAGE_HEAD, "kades"),
        ("kades", Category.VILLAGE_COUNCIL, Role.PPK, "bupati"),
    ],
)
def test_contract_and_village_have_their_own_authority(
    post: str, category: Category, role: Role, holder: str
) -> None:
    authority = decides(post, None, category=category)

    assert (authority.role, authority.post_id) == (role, holder)


def test_an_involved_village_head_is_replaced_by_the_regent_never_by_the_camat() -> None:
    authority = decides("kadus", None, category=Category.HAMLET_HEAD, recused={"holder-of-kades"})

    assert (authority.role, authority.post_id) == (Role.PPK, "bupati")
    assert authority.passed_over == ("kades",)


def test_a_regency_may_let_the_camat_reprimand_village_heads() -> None:
    book = the_book().overlaid(
        Overlay.parse(
            """
            jurisdiction = "52.03"
            title = "Perbup Contoh"
            [[setting]]
            key = "village_reprimand_by_camat"
            value = 1
            basis = "Perbup Contoh Pasal 3"
            certainty = "local"
            valid_from = 2023-01-01
            """
        )
    )
    known: dict[str, Any] = {"category": Category.VILLAGE_HEAD, "book": book}

    assert decides("kades", None, step="village.oral_reprimand", **known).role is Role.CAMAT
    his: dict[str, Any] = {"office_kind": OfficeKind.KECAMATAN}
    reprimands = decides("kades", None, step="village.oral_reprimand", camat=his, **known)
    assert (reprimands.role, reprimands.post_id) == (Role.CAMAT, "camat")
    gone = {**his, **VACANT}
    vacant = decides("kades", None, step="village.oral_reprimand", camat=gone, **known)
    assert (vacant.role, vacant.passed_over) == (Role.PPK, ("camat",))
    assert decides("kades", None, step="village.suspension", **known).role is Role.PPK


@pytest.mark.parametrize(
    "gone", [VACANT, {"held_until": date(2024, 11, 19)}, {"held_from": date(2024, 11, 21)}]
)
def test_a_vacant_post_passes_to_the_next_higher(gone: dict[str, Any]) -> None:
    authority = decides("kasi", Degree.LIGHT, kabid=gone)

    assert authority.post_id == "kadis"
    assert authority.passed_over == ("kabid",)
    assert the_book().cite("next_higher") in authority.why


def test_an_involved_official_passes_to_the_next_higher() -> None:
    authority = decides("kasi", Degree.MEDIUM, recused={"holder-of-kadis"})

    assert authority.post_id == "bupati"


def test_nobody_decides_about_himself() -> None:
    double = {"holder": "holder-of-kasi"}

    assert decides("kasi", Degree.LIGHT, kabid=double).post_id == "kadis"


@pytest.mark.parametrize("acting", [Acting.PLH, Acting.PLT])
def test_a_substitute_imposes_light_sanctions_only(acting: Acting) -> None:
    there: dict[str, Any] = {"acting": acting}

    assert decides("kasi", Degree.LIGHT, kabid=there).post_id == "kabid"
    assert decides("kasi", Degree.MEDIUM, kadis=there).post_id == "bupati"


@pytest.mark.parametrize(
    ("bupati", "recused"),
    [(VACANT, set()), ({}, {"holder-of-bupati"}), ({"acting": Acting.PLH}, set())],
)
def test_above_the_regent_there_is_nobody_in_the_regency(
    bupati: dict[str, Any], recused: set[str]
) -> None:
    with pytest.raises(LawRefusal) as refused:
        decides("kasi", Degree.HEAVY, bupati=bupati, recused=recused)

    assert refused.value.code is RefusalCode.NO_AUTHORITY
    assert refused.value.citation is not None


def test_a_functional_superior_punishes_only_by_decree_and_lightly() -> None:
    madya: dict[str, Any] = {"level": PositionLevel.JF_MADYA}
    designated = madya | {"designated": True}

    assert decides("kasi", Degree.LIGHT, kabid=madya).post_id == "kadis"
    assert decides("kasi", Degree.LIGHT, kabid=designated).post_id == "kabid"
    assert decides("staf", Degree.MEDIUM, kabid=designated).post_id == "kadis"


def test_a_sanction_of_the_secretary_names_the_governor() -> None:
    subject = Subject(category=Category.PNS, level=PositionLevel.JPT_PRATAMA, post_id="sekda")
    authority = deciding_authority(the_book(), subject, Degree.HEAVY, a_regency(), ON)

    assert authority.post_id == "bupati"
    assert the_book().cite("secretary_by_governor") in authority.why


def test_the_regent_himself_is_out_of_scope() -> None:
    subject = Subject(category=Category.PNS, level=PositionLevel.PPK, post_id="bupati")

    with pytest.raises(LawRefusal) as refused:
        deciding_authority(the_book(), subject, Degree.HEAVY, a_regency(), ON)
    assert refused.value.code is RefusalCode.NO_AUTHORITY


def test_an_involved_superior_does_not_examine() -> None:
    subject = Subject(category=Category.PNS, level=PositionLevel.PELAKSANA, post_id="staf")
    chart = a_regency()

    assert sitting_superior(the_book(), subject, chart, ON).post_id == "kasi"
    away = sitting_superior(the_book(), subject, chart, ON, recused={"holder-of-kasi"})
    assert away.post_id == "kabid"


def test_a_respondent_without_a_post_has_the_superior_that_was_named() -> None:
    subject = Subject(category=Category.PNS, level=PositionLevel.PELAKSANA, superior_post_id="kasi")

    assert sitting_superior(the_book(), subject, a_regency(), ON).post_id == "kasi"
    assert deciding_authority(the_book(), subject, Degree.LIGHT, a_regency(), ON).post_id == "kasi"


def test_a_circle_of_superiors_ends() -> None:
    chart = a_regency(bupati={"superior_post_id": "staf"})

    assert [post.id for post in chart.above("staf")] == ["kasi", "kabid", "kadis", "bupati"]


@given(
    st.sampled_from(sorted(LEVELS)),
    st.sampled_from([Degree.LIGHT, Degree.MEDIUM, Degree.HEAVY]),
    st.sets(st.sampled_from(["kadis", "kabid", "kasi", "camat", "kasi_kec", "sekda"])),
    st.sets(st.sampled_from(["kadis", "kabid", "kasi", "camat", "kasi_kec", "sekda"])),
)
def test_whoever_is_away_authority_never_falls(
    post: str, degree: Degree, vacant: set[str], recused: set[str]
) -> None:
    full = decides(post, degree)
    changed = dict.fromkeys(vacant, VACANT)
    thinned = decides(post, degree, recused={f"holder-of-{gone}" for gone in recused}, **changed)

    assert full.level is not None
    assert thinned.level is not None
    assert rank(thinned.level) >= rank(full.level)
    assert thinned.post_id not in vacant | recused
    assert rank(thinned.level) > rank(LEVELS[post]) or LEVELS[post].is_functional
