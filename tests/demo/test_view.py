"""What whoever watches the demo reads."""

from datetime import date
from io import StringIO

from rich.console import Console

from deploy.demo.view import View


def test_a_story_that_came_to_its_end_is_marked_and_its_words_are_shown_as_they_are() -> None:
    screen = StringIO()
    console = Console(file=screen, force_terminal=True, width=120)
    with View({2: "five weeks later", 3: "the driver"}, console) as view:
        view.today(date(2024, 12, 24))
        view.step(2, date(2024, 12, 24))
        view.say(2, "tracks: [bold]")
        view.end(2)

    last = screen.getvalue().splitlines()
    second, third = (
        next(line for line in reversed(last) if name in line) for name in ("five", "driver")
    )

    assert "✓" in second
    assert "2024-12-24" in second
    assert "tracks: [bold]" in second
    assert "✓" not in third


def test_without_a_terminal_each_thing_is_a_line() -> None:
    said = StringIO()
    with View({2: "five weeks later"}, Console(file=said, width=120)) as view:
        view.today(date(2024, 12, 24))
        view.say(2, "refused: summons-gap")

    assert said.getvalue().splitlines() == ["== Tue 24 Dec 2024", "    2  refused: summons-gap"]
