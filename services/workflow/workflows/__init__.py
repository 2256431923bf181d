"""The procedure as it is told: each module reads like the story, each wait hides behind a verb."""
