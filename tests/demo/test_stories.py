from datetime import date

import pytest

from deploy.demo.stories import STORIES
from deploy.demo.story import Story
from deploy.demo.working_days import add_working_days


def test_there_are_twelve_stories_by_number() -> None:
    assert [story.NUMBER for story in STORIES] == list(range(1, 13))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"story-{story.NUMBER:02d}")
def test_every_story_says_what_it_is_about(story: Story) -> None:
    assert story.TITLE
    assert story.JURISDICTION in {"35.08", "61.05", "18.01", "52.03"}


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2024, 10, 21), 7, date(2024, 10, 30)),
        (date(2024, 12, 2), 14, date(2024, 12, 20)),
        (date(2024, 12, 2), 15, date(2024, 12, 23)),
        (date(2023, 3, 16), 7, date(2023, 3, 29)),
        (date(2023, 4, 3), 15, date(2023, 5, 3)),
        (date(2024, 12, 2), 7, date(2024, 12, 11)),
        (date(2024, 12, 12), 7, date(2024, 12, 23)),
        (date(2025, 1, 13), 15, date(2025, 2, 6)),
    ],
)
def test_the_dates_of_the_stories_follow_from_the_public_lists(
    start: date, days: int, due: date
) -> None:
    assert add_working_days(start, days) == due
