from datetime import date

import pytest

from services.cli import calendar_file
from services.workflow.calendar_store import Holiday

HEAD = ",".join(calendar_file.COLUMNS)


def a_day(day: str, jurisdiction: str = "") -> Holiday:
    return Holiday(
        day=date.fromisoformat(day), jurisdiction=jurisdiction, kind="public", name="x", source="y"
    )


def test_a_file_replaces_the_years_that_it_names_and_no_other() -> None:
    before = [a_day("2025-08-17"), a_day("2026-08-17"), a_day("2026-03-01", "35.08")]
    table = calendar_file.over(before, [a_day("2026-08-18")])

    assert [(str(row.day), row.jurisdiction) for row in table] == [
        ("2025-08-17", ""),
        ("2026-03-01", "35.08"),
        ("2026-08-18", ""),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2026-02-30,public,x,y,", "line 2: `day` is not a date"),
        ("2026-02-03,feast,x,y,", "line 2: `kind` is one of"),
        ("2026-02-03,public,,y,", "line 2: `name` and `source`"),
        ("2026-02-03,public,x,y,Lumajang", "line 2: `jurisdiction` is empty or"),
    ],
)
def test_a_mistake_is_named_with_its_line(line: str, said: str) -> None:
    days, wrong = calendar_file.read(f"{HEAD}\n{line}\n")

    assert days == []
    assert wrong[0].startswith(said)
