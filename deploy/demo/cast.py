"""Who takes part: addresses, agencies and people of one running sandbox, by their ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LUMAJANG = "35.08"
SINTANG = "61.05"
LAMPUNG_SELATAN = "18.01"
LOMBOK_TIMUR = "52.03"

REGENCIES = {
    LUMAJANG: (-8.1335, 113.2248),
    SINTANG: (0.0713, 111.4956),
    LAMPUNG_SELATAN: (-5.7290, 105.5910),
    LOMBOK_TIMUR: (-8.6510, 116.5310),
}
"""The four with a place in each, for the photos."""


@dataclass(frozen=True)
class Cast:
    """Addresses and tokens, as `stack.json` gives them to whoever may read it."""

    intake_url: str
    evidence_url: str
    workflow_url: str
    agencies: Mapping[str, Mapping[str, Any]]
    people: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, stack: Mapping[str, Any]) -> "Cast":
        """From the content of `stack.json`."""
        return cls(
            intake_url=stack["intake_url"],
            evidence_url=stack["evidence_url"],
            workflow_url=stack["workflow_url"],
            agencies={agency["id"]: agency for agency in stack["agencies"]},
            people={person["id"]: person for person in stack["people"]},
        )


def digits(jurisdiction: str) -> str:
    """`35.08` as it stands in ids: `3508`."""
    return jurisdiction.replace(".", "")
