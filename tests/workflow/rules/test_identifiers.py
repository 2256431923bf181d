from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.identifiers import (
    IdentifierWarning,
    is_pppk_number,
    warnings_for_nik,
    warnings_for_nip,
)
from services.contracts.law import Category

TODAY = date(2026, 11, 22)
W = IdentifierWarning


@pytest.mark.parametrize(
    ("nip", "warnings"),
    [
        ("198503102010011005", []),
        ("199009132025242014", []),
        ("19850310201001100", [W.NIP_FORM]),
        ("19850310 201001 1 005", [W.NIP_FORM]),
        ("١٩٨٥٠٣١٠٢٠١٠٠١١٠٠٥", [W.NIP_FORM]),
        ("198502302010011005", [W.NIP_BIRTH_DATE]),
        ("198503102010131005", [W.NIP_APPOINTMENT]),
        ("198503102026121005", [W.NIP_APPOINTED_LATER]),
        ("199503102027211005", [W.NIP_APPOINTED_LATER]),
        ("198503101998011005", [W.NIP_AGE]),
        ("198503102010013005", [W.NIP_SEX]),
    ],
)
def test_a_nip_is_warned_about_never_refused(nip: str, warnings: list[IdentifierWarning]) -> None:
    assert warnings_for_nip(nip, TODAY) == warnings


def test_a_number_of_the_other_kind_is_noticed() -> None:
    pns, pppk = "198503102010011005", "199009132025242014"

    assert (is_pppk_number(pns), is_pppk_number(pppk)) == (False, True)
    assert warnings_for_nip(pppk, TODAY, Category.PNS) == [W.NIP_OTHER_CATEGORY]
    assert warnings_for_nip(pns, TODAY, Category.PPPK) == [W.NIP_OTHER_CATEGORY]
    assert warnings_for_nip(pppk, TODAY, Category.PPPK_PART_TIME) == []


@pytest.mark.parametrize(
    ("nik", "warnings"),
    [
        ("3508011003850001", []),
        ("3508015003850001", []),
        ("350801100385000", [W.NIK_FORM]),
        ("3508013102850001", [W.NIK_BIRTH_DATE]),
        ("3508017202850001", [W.NIK_BIRTH_DATE]),
        ("3508011003850000", [W.NIK_SERIAL]),
    ],
)
def test_a_nik_is_warned_about_never_refused(nik: str, warnings: list[IdentifierWarning]) -> None:
    assert warnings_for_nik(nik, TODAY) == warnings


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert isinstance(warnings_for_nip(text, TODAY), list)
    assert isinstance(warnings_for_nik(text, TODAY), list)
