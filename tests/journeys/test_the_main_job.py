"""From an agency's post to a sanction in effect of which it is told, with kills on the way."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy.demo.run import run_demo
from deploy.demo.stories import story_02, story_03, story_08
from deploy.demo.summary import Summary
from deploy.embedded import Stack
from tests.journeys.told import KILLED_ON, Hurting

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]
SMOKE_FILM = 12_000_000


@dataclass
class Told:
    summary: Summary
    killed: list[str]

    def story(self, number: int) -> dict[str, Any]:
        return next(one for one in self.summary.complaints if one["story"] == number)


@pytest.fixture(scope="module")
def told(sandbox: Stack, tmp_path_factory: pytest.TempPathFactory) -> Told:
    view = Hurting(sandbox)
    summary = run_demo(
        sandbox,
        folder=tmp_path_factory.mktemp("stories"),
        stories=(story_02, story_03, story_08),
        view=view,
        large_film=SMOKE_FILM,
    )
    return Told(summary, view.killed)


def test_every_date_refusal_byte_and_notice_of_the_stories_comes_out(told: Told) -> None:
    assert told.summary.faults == []


def test_processes_were_killed_under_the_stories(told: Told) -> None:
    assert set(told.killed) == set(KILLED_ON.values())


def test_a_heavy_act_ends_in_the_sanction_of_its_degree(told: Told) -> None:
    case = told.story(2)

    assert case["stage"] == "closed"
    assert case["respondents"] == [
        {
            "category": "pns",
            "outcome": "sanctioned",
            "degree": "heavy",
            "sanction": "pns.heavy.demotion_12m",
        }
    ]
    assert case["notices_delivered"] > 3


def test_contract_staff_have_no_degree(told: Told) -> None:
    assert told.story(3)["respondents"][0]["degree"] is None


def test_an_appeal_keeps_the_sanction_from_taking_effect(told: Told) -> None:
    assert told.story(8)["stage"] == "under_remedy"
    assert told.story(8)["respondents"][0]["outcome"] is None


def test_the_summary_is_written_as_promised(told: Told, tmp_path: Path) -> None:
    told.summary.write(tmp_path / "demo-summary.json")

    written = json.loads((tmp_path / "demo-summary.json").read_text())
    wanted = {"complaint_id", "case_id", "jurisdiction", "stage", "respondents", "evidence"}
    for one in written["complaints"]:
        assert wanted | {"notices_delivered"} <= one.keys()
        assert {item["sha256"] for item in one["evidence"]}
