import json
from datetime import date

import pytest

from services.contracts.law import Category, Degree, ElectionType
from services.kit.words import LANGUAGES, Words
from services.workflow.rules.book import Rulebook
from services.workflow.rules.overlay import Overlay
from services.workflow.rules.refusals import PARAMS, LawRefusal, RefusalCode
from services.workflow.rules.stages import Point, standing
from tests.workflow.rules.making import PPPK_LADDER, a_book_with_pppk_ladder, the_book


def test_every_row_says_where_it_stands() -> None:
    book = the_book()
    tables = (name for name in Rulebook.model_fields if name != "version")

    assert all(row.basis.strip() for name in tables for row in getattr(book, name))


def test_the_version_names_the_content() -> None:
    assert the_book().version == Rulebook.load().version
    assert a_book_with_pppk_ladder().version != the_book().version


def test_the_book_survives_being_written_out() -> None:
    book = a_book_with_pppk_ladder()

    assert Rulebook.model_validate_json(book.model_dump_json()) == book


def test_sets_are_written_in_one_order() -> None:
    written = json.loads(the_book().model_dump_json())

    for row in written["violation"] + written["step"]:
        assert row["categories"] == sorted(row["categories"])


def test_every_twin_and_every_fixed_sanction_exists() -> None:
    book = the_book()
    for row in book.violation:
        assert row.twin is None or book.find_violation(row.twin).stage is not row.stage
        assert all(book.find_step(code) for code in row.only_sanctions)


def test_only_civil_servants_have_degrees() -> None:
    for row in the_book().violation:
        if any(not category.is_asn for category in row.categories):
            assert row.degree is None
    for step in the_book().step:
        assert (step.degree is not None) == all(c.is_asn for c in step.categories)


def test_every_point_runs_a_deadline_that_the_book_knows() -> None:
    for point in Point:
        for category in Category:
            key = standing(point, category).deadline_key
            assert key is None or the_book().find_deadline(key)


@pytest.mark.parametrize(
    ("event", "determined", "vote"),
    [
        ("pilkada-2024-3508", date(2024, 9, 22), date(2024, 11, 27)),
        ("pilkada-2020-6105", date(2020, 9, 23), date(2020, 12, 9)),
        ("pilkades-2019-3508", None, date(2019, 12, 18)),
        ("pilkades-2023-5203", None, date(2023, 3, 15)),
    ],
)
def test_elections_have_their_dates(event: str, determined: date | None, vote: date) -> None:
    election = the_book().find_election(event)

    assert election is not None
    assert (election.determined_on, election.vote_on) == (determined, vote)


def test_a_regency_sees_its_own_elections_and_the_national_ones() -> None:
    ids = {row.event_id for row in the_book().elections_of("52.03")}

    assert {"pilkada-2024-5203", "pilkades-2023-5203", "pemilu-2024-president"} <= ids
    assert "pilkada-2024-3508" not in ids


def test_the_follow_up_period_is_the_one_of_its_time() -> None:
    old = the_book().find_deadline("PPK_FOLLOWUP", date(2022, 6, 1))
    new = the_book().find_deadline("PPK_FOLLOWUP", date(2024, 2, 6))

    assert (old.n, old.unit, new.n, new.unit) == (10, "CD", 14, "WD")


def test_an_overlay_adds_a_ladder_and_leaves_the_rest() -> None:
    book = a_book_with_pppk_ladder()

    assert book.find_step("pppk.heavy.termination_honourable") is not None
    assert the_book().find_step("pppk.heavy.termination_honourable") is None
    assert book.violation == the_book().violation


def test_an_overlaid_setting_leaves_the_days_before_it() -> None:
    overlay = Overlay.parse(
        """
        jurisdiction = "35.08"
        title = "Keputusan Contoh"
        [[setting]]
        key = "medium_regime"
        value = "pp94_allowance"
        basis = "PP Contoh tentang gaji dan tunjangan"
        certainty = "local"
        valid_from = 2026-01-01
        """
    )
    book = the_book().overlaid(overlay)

    assert book.find_setting("medium_regime", date(2025, 12, 31)).value == "interim_pp53"
    assert book.find_setting("medium_regime", date(2026, 1, 1)).value == "pp94_allowance"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (('certainty = "local"', 'certainty = "verified"'), "certainty"),
        (("valid_from = 2023-01-01", ""), "valid_from"),
        (('ladder = "pppk"', 'ladder = "pns"'), "national law"),
        (('degree = "light"', ""), "degree"),
        (('jurisdiction = "61.05"', 'jurisdiction = "6105"'), "jurisdiction"),
        (('title = "', "title = "), "line 3"),
    ],
)
def test_an_overlay_that_is_wrong_is_refused_with_what_is_wrong(
    change: tuple[str, str], complaint: str
) -> None:
    with pytest.raises(LawRefusal) as refused:
        Overlay.parse(PPPK_LADDER.replace(*change))

    assert refused.value.code is RefusalCode.OVERLAY_INVALID
    assert complaint in refused.value.params["problem"]


@pytest.mark.parametrize(
    ("key", "value", "complaint"),
    [
        ("medium_regim", '"pp94_allowance"', "no setting"),
        ("medium_regime", '"pp94"', "one of"),
        ("council_least", "3", "from 5"),
        ("summons_gap", '"seven"', "number"),
    ],
)
def test_a_setting_that_nothing_reads_is_refused(key: str, value: str, complaint: str) -> None:
    row = 'basis = "Contoh"\ncertainty = "local"\nvalid_from = 2024-01-01\n'
    with pytest.raises(LawRefusal) as refused:
        Overlay.parse(
            'jurisdiction = "35.08"\ntitle = "Contoh"\n'
            f'[[setting]]\nkey = "{key}"\nvalue = {value}\n{row}'
        )

    assert complaint in refused.value.params["problem"]


def test_every_refusal_is_said_in_both_languages_with_its_own_parameters() -> None:
    words = Words("services.workflow")
    marks = {code: dict.fromkeys(PARAMS[code], "·") for code in RefusalCode}
    for code in RefusalCode:
        for language in LANGUAGES:
            assert words.say(f"refusal.{code}.title", language)
            detail = words.say(f"refusal.{code}.detail", language, **marks[code])
            assert "…" not in detail, f"{code} in {language} asks for an unknown parameter"


def test_a_refusal_with_other_parameters_is_our_bug() -> None:
    with pytest.raises(TypeError, match="takes"):
        LawRefusal(RefusalCode.CONSENT_MISSING)


def test_the_enums_that_rows_use_are_the_shared_ones() -> None:
    elections = {kind for row in the_book().violation for kind in row.elections}

    assert elections == set(ElectionType)
    assert Degree.ETHICS in {row.degree for row in the_book().violation}
