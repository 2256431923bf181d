"""A regency lays down what the law leaves to it; the statute is refused with its provision."""

from pathlib import Path

import pytest

from services.workflow import law_store
from services.workflow.rules.citations import Certainty
from services.workflow.rules.deadlines import Effect
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from tests.workflow.rules.making import PPPK_LADDER, the_book

HEAD = 'jurisdiction = "35.08"\ntitle = "Perbup Contoh"\n'
LOCAL = 'basis = "Perbup Contoh Pasal 1"\ncertainty = "local"\nvalid_from = 2024-01-01\n'
CALLED = 'labels = { id = "contoh", en = "example" }\n'


def loaded(rows: str) -> None:
    law_store.lawful(HEAD + rows)


def refused(rows: str) -> LawRefusal:
    with pytest.raises(LawRefusal) as refusal:
        loaded(rows)
    assert refusal.value.code is RefusalCode.OVERLAY_NOT_LOCAL
    return refusal.value


def a_deadline(key: str, n: int = 5, effect: str = "escalates") -> str:
    return (
        f'[[deadline]]\nkey = "{key}"\nn = {n}\nunit = "WD"\nanchor = "a"\n'
        f'effect = "{effect}"\n{CALLED}{LOCAL}'
    )


def a_step(code: str, ladder: str, category: str, degree: str | None = "light") -> str:
    said = f'degree = "{degree}"\n' if degree else ""
    return (
        f'[[step]]\ncode = "{code}"\nladder = "{ladder}"\nrank = 1\n'
        f'categories = ["{category}"]\n{said}{CALLED}{LOCAL}'
    )


@pytest.mark.parametrize(
    ("key", "law"),
    [
        ("SUMMON_1", "PP 94/2021 Pasal 26(2)"),
        ("EFFECTIVE", "Peraturan BKN 6/2022 Pasal 50(1)"),
        ("OBJECTION_FILE", "PP 79/2021"),
        ("APPEAL_FILE", "Pasal 34(4)"),
        ("ADM_OBJECTION", "UU 30/2014 Pasal 77(1)"),
        ("DELIVERY", "PP 94/2021 Pasal 37(3)"),
        ("PPK_FOLLOWUP", "BKN"),
    ],
)
def test_a_statutes_period_is_not_a_regencys(key: str, law: str) -> None:
    refusal = refused(a_deadline(key))

    assert refusal.params["row"] == key
    assert law in str(refusal.citation)


def test_every_period_of_the_book_is_either_the_statutes_or_open_with_its_own_effect() -> None:
    for row in the_book().deadline:
        rows = a_deadline(row.key, effect=row.effect)
        if row.certainty in {Certainty.DESIGN, Certainty.LOCAL}:
            loaded(rows)
            if row.effect is not Effect.LEGAL:
                refused(a_deadline(row.key, effect="legal"))
        else:
            refused(rows)


@pytest.mark.parametrize(
    "rows",
    [
        a_deadline("SUMMON_3"),
        a_deadline("INVESTIGATION", 0),
        a_step("pns.light.mild", "mild", "pns"),
        a_step("village.fine", "fines", "village_head", None),
        a_step("pppk.ethics.quiet", "pppk", "pppk", "ethics"),
        a_step("contract.oral_warning", "contract", "contract"),
        a_step("pns.heavy.demotion_12m", "pppk", "pppk", "heavy"),
        a_step("pppk.light.note", "contract", "pppk"),
        f'[[decides]]\ncategory = "village_official"\nrole = "camat"\n{LOCAL}',
        f'[[decides]]\ncategory = "contract"\nrole = "bkpsdm"\n{LOCAL}',
        f'[[setting]]\nkey = "summons_gap"\nvalue = 3\n{LOCAL}',
        f'[[regulation]]\ncode = "PP_94_2021"\n{LOCAL}',
        (
            '[[election]]\nevent_id = "pemilu-2024-president"\ntype = "pemilu"\nname = "x"\n'
            'jurisdiction = "35.08"\n'
        ),
        '[[election]]\nevent_id = "pilkades-x"\ntype = "pilkades"\nname = "x"\n',
    ],
)
def test_what_the_law_does_not_leave_to_a_regency_is_refused(rows: str) -> None:
    assert refused(rows).params["problem"]


@pytest.mark.parametrize(
    "rows",
    [
        a_step("contract.written_warning_1", "contract", "contract", None),
        a_step("contract.fine", "contract", "contract", None),
        f'[[decides]]\ncategory = "pppk"\nrole = "opd_head"\n{LOCAL}',
        f'[[setting]]\nkey = "village_reprimands"\nvalue = 2\n{LOCAL}',
        f'[[setting]]\nkey = "medium_regime"\nvalue = "pp94_allowance"\n{LOCAL}',
        f'[[regulation]]\ncode = "LOCAL_1"\n{LOCAL}',
        (
            '[[election]]\nevent_id = "pilkades-2027-3508"\ntype = "pilkades"\nname = "x"\n'
            'jurisdiction = "35.08"\n'
        ),
    ],
)
def test_what_the_law_leaves_to_a_regency_is_loaded(rows: str) -> None:
    loaded(rows)


def test_the_examples_are_lawful() -> None:
    law_store.lawful(PPPK_LADDER)
    law_store.lawful(Path("deploy/demo/stories/perbup-61.05.toml").read_text("utf-8"))
