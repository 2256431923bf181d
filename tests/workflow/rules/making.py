"""Makers with defaults: a test shows only what matters."""

from datetime import date
from functools import cache
from typing import Any

from services.contracts.law import Category, Degree, OfficeKind, PositionLevel, Role
from services.workflow.holidays_seed import seed
from services.workflow.rules.book import Rulebook
from services.workflow.rules.calendar import Calendar
from services.workflow.rules.deciders import Decider
from services.workflow.rules.ladders import Asked
from services.workflow.rules.overlay import Overlay
from services.workflow.rules.posts import Post, PostChart

PPPK_LADDER = """
jurisdiction = "61.05"
title = "Perbup Contoh tentang Disiplin PPPK"

[[step]]
code = "pppk.light.oral_reprimand"
ladder = "pppk"
rank = 1
categories = ["pppk", "pppk_part_time"]
degree = "light"
labels = { id = "teguran lisan", en = "oral reprimand" }
basis = "Perbup Contoh Pasal 8"
certainty = "local"
valid_from = 2023-01-01

[[step]]
code = "pppk.medium.no_contract_extension"
ladder = "pppk"
rank = 4
categories = ["pppk", "pppk_part_time"]
degree = "medium"
labels = { id = "perjanjian kerja tidak diperpanjang", en = "agreement not extended" }
basis = "Perbup Contoh Pasal 8"
certainty = "local"
valid_from = 2023-01-01

[[step]]
code = "pppk.heavy.termination_honourable"
ladder = "pppk"
rank = 7
categories = ["pppk", "pppk_part_time"]
degree = "heavy"
personnel_act = true
ends_service = true
labels = { id = "pemutusan hubungan perjanjian kerja dengan hormat", en = "honourable termination" }
basis = "Perbup Contoh Pasal 8"
certainty = "local"
valid_from = 2023-01-01
"""


def the_book() -> Rulebook:
    return Rulebook.load()


def a_book_with_pppk_ladder() -> Rulebook:
    return the_book().overlaid(Overlay.parse(PPPK_LADDER))


@cache
def the_calendar() -> Calendar:
    return Calendar({row.day: row.name for row in seed()}, covers_until=date(2027, 12, 31))


def asked(sanction: str, **facts: Any) -> Asked:
    known: dict[str, Any] = {
        "category": Category.PNS,
        "on": date(2024, 10, 7),
        "decided_on": date(2024, 11, 20),
        "degree": Degree.HEAVY,
    }
    return Asked(sanction=sanction, **(known | facts))


def a_post(post_id: str, level: PositionLevel, superior: str | None, facts: dict[str, Any]) -> Post:
    known: dict[str, Any] = {
        "level": level,
        "superior_post_id": superior,
        "office_id": "dinas",
        "holder": f"holder-of-{post_id}",
    }
    return Post(id=post_id, **(known | facts))


def a_regency(**changed: dict[str, Any]) -> PostChart:
    """Regent, secretary, a dinas, a kecamatan and a village; change a post by its id."""
    rows: dict[str, tuple[PositionLevel, str | None, dict[str, Any]]] = {
        "bupati": (PositionLevel.PPK, None, {"office_id": "bupati"}),
        "sekda": (
            PositionLevel.JPT_PRATAMA,
            "bupati",
            {"office_id": "setda", "office_kind": OfficeKind.SECRETARIAT},
        ),
        "kadis": (PositionLevel.JPT_PRATAMA, "bupati", {}),
        "kabid": (PositionLevel.ADMINISTRATOR, "kadis", {}),
        "kasi": (PositionLevel.PENGAWAS, "kabid", {}),
        "staf": (PositionLevel.PELAKSANA, "kasi", {}),
        "guru": (PositionLevel.JF_OTHER, "kabid", {}),
        "ahli_utama": (PositionLevel.JF_UTAMA, "kadis", {}),
        "camat": (PositionLevel.ADMINISTRATOR, "sekda", {"office_id": "kecamatan"}),
        "kasi_kec": (PositionLevel.PENGAWAS, "camat", {"office_id": "kecamatan"}),
        "staf_kec": (PositionLevel.PELAKSANA, "kasi_kec", {"office_id": "kecamatan"}),
        "kades": (PositionLevel.NON_STRUCTURAL, "camat", {"office_id": "desa"}),
        "kadus": (PositionLevel.NON_STRUCTURAL, "kades", {"office_id": "desa"}),
    }
    return PostChart(
        a_post(post_id, level, superior, facts | changed.get(post_id, {}))
        for post_id, (level, superior, facts) in rows.items()
    )


def a_decider(post_id: str | None, **facts: Any) -> Decider:
    known: dict[str, Any] = {"person_id": f"holder-of-{post_id}", "role": Role.SUPERIOR}
    return Decider(post_id=post_id, **(known | facts))
