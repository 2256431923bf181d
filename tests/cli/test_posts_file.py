import pytest

from services.cli import posts_file
from services.cli.posts_file import Known, read

HEAD = ",".join(posts_file.COLUMNS)
KNOWN = Known(
    jurisdictions=frozenset({"35.08"}),
    people=frozenset({"kabid-3508"}),
    offices=frozenset({"opd-1"}),
    superiors={"head": None},
)


def a_post(post_id: str = "p-1", *, superior: str = "", **cells: str) -> str:
    row = {
        "row": "post",
        "id": post_id,
        "name": "Kepala Seksi",
        "office": "opd-1",
        "level": "pengawas",
        "superior": superior,
    } | cells
    return ",".join(row.get(column, "") for column in posts_file.COLUMNS)


def a_file(*lines: str) -> str:
    return "\n".join([HEAD, *lines]) + "\n"


def test_a_post_may_be_named_before_its_own_line() -> None:
    chart = read(a_file(a_post("below", superior="above"), a_post("above", superior="head")), KNOWN)

    assert chart.wrong == []
    assert [post.id for post in chart.posts] == ["above", "below"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (a_post(level="chief"), "`level` is one of"),
        (a_post(office="nowhere"), "there is no office nowhere"),
        (a_post(superior="nobody"), "there is no superior nobody"),
        (a_post(holder="nobody"), "there is no holder nobody"),
        (a_post(since="2024-13-01"), "`since` is not a date"),
        (a_post(since="2024-05-02", until="2024-05-01"), "`until` is before `since`"),
        (a_post(acting="plt", holder="kabid-3508"), "an acting holder has a `since`"),
        (a_post("UP"), "`id` is not of the form"),
        (a_post(jurisdiction="35.08"), "jurisdiction must be empty"),
        ("nonsense,x" + "," * 11, "`row` is office or post"),
        ("post,x", "it does not have 13 cells"),
    ],
)
def test_a_mistake_is_named_with_its_line(line: str, said: str) -> None:
    chart = read(a_file(a_post("good"), line), KNOWN)

    assert len(chart.wrong) == 1
    assert chart.wrong[0].startswith("line 3: ")
    assert said in chart.wrong[0]


def test_every_mistake_of_every_line_is_named() -> None:
    text = a_file(
        a_post("UP", name="", level="chief", holder="nobody", since="soon", until="2024-13-01"),
        a_post("good"),
        "half,a",
        a_post("below", superior="UP", kind="opd"),
    )
    office = dict.fromkeys(posts_file.COLUMNS, "") | {"row": "office", "id": "opd-2", "name": "a"}
    chart = read(text + ",".join(office.values()) + "\n", KNOWN)

    assert [line.partition(" is one of")[0] for line in chart.wrong] == [
        "line 2: `id` is not of the form a-z, 0-9, dot, dash (at most 63)",
        "line 2: `since` is not a date like 2024-10-07",
        "line 2: `until` is not a date like 2024-10-07",
        "line 2: `name` is empty",
        "line 2: `level`",
        "line 2: there is no holder nobody",
        "line 4: it does not have 13 cells",
        "line 5: kind must be empty in an `post` line",
        "line 6: `jurisdiction` is not of the form 35.08",
        "line 6: `kind`",
    ]
    assert (chart.offices, chart.posts) == ([], [])


def test_a_broken_quotation_hides_no_other_mistake() -> None:
    chart = read(a_file(a_post(office="nowhere"), '"p"x,1', a_post("b", holder="nobody")), KNOWN)

    assert [line.split(":")[0] for line in chart.wrong] == ["line 2", "line 3", "line 4"]


def test_a_broken_first_line_is_named() -> None:
    assert read('"row"x\n', KNOWN).wrong[0].startswith("line 1: ")


def test_nobody_is_above_himself() -> None:
    chart = read(a_file(a_post("a", superior="b"), a_post("b", superior="a")), KNOWN)

    assert [line.split(":")[1] for line in chart.wrong] == [
        " a is above itself",
        " b is above itself",
    ]


def test_the_same_id_twice_is_a_mistake() -> None:
    chart = read(a_file(a_post("a"), a_post("a")), KNOWN)

    assert chart.wrong == ["line 3: a is in line 2 already"]


def test_other_columns_are_refused_at_once() -> None:
    chart = read("row,id\npost,a\n", KNOWN)

    assert chart.wrong[0].startswith("line 1: missing columns")
