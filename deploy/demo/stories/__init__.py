"""The twelve stories, each a narrative of dated steps in a file of its own."""

from deploy.demo.stories import (
    story_01,
    story_02,
    story_03,
    story_04,
    story_05,
    story_06,
    story_07,
    story_08,
    story_09,
    story_10,
    story_11,
    story_12,
)
from deploy.demo.story import Story

STORIES: tuple[Story, ...] = (
    story_01,
    story_02,
    story_03,
    story_04,
    story_05,
    story_06,
    story_07,
    story_08,
    story_09,
    story_10,
    story_11,
    story_12,
)
