"""What a story has at hand while it is told: people, papers, dates, and what must be refused."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from netral_client import RefusedError

from deploy.demo.cast import Cast, digits
from deploy.demo.files import Files
from deploy.demo.matter import Matter
from deploy.demo.officials import Official
from deploy.demo.record import Outcome, Record
from deploy.demo.sandbox import Sandbox
from deploy.demo.senders import Sender
from deploy.demo.view import View
from deploy.demo.waiting import until
from deploy.demo.working_days import add_working_days

Paper = dict[str, Any]
"""Fields of a form, as they are sent."""

_EVERYWHERE = frozenset({"bkn", "sp4n"})


class StoryFault(AssertionError):
    """A date, a refusal or an outcome of a story did not come out."""


class Telling:
    """One story's hands and eyes in one regency."""

    def __init__(
        self,
        number: int,
        jurisdiction: str,
        *,
        cast: Cast,
        record: Record,
        sandbox: Sandbox,
        files: Files,
        view: View,
    ) -> None:
        self.number = number
        self.jurisdiction = jurisdiction
        self.cast = cast
        self.sandbox = sandbox
        self.files = files
        self._record = record
        self._view = view
        self._officials: dict[str, Official] = {}

    # Who

    def agency(self, slug: str, *, evidence_url: str | None = None) -> Sender:
        """`bawaslu`, `dpmd`, `opd` … of this regency; `bkn` and `sp4n` of all."""
        agency_id = slug if slug in _EVERYWHERE else self.id(slug)
        return Sender(agency_id, self.cast, self._record, self.number, evidence_url)

    def official(self, slug: str) -> Official:
        """The person of that role in this regency."""
        if slug not in self._officials:
            self._officials[slug] = Official(self.id(slug), self.cast, self._record)
        return self._officials[slug]

    def id(self, slug: str) -> str:
        """The id of a seeded person, post or office here: `kabid` is `kabid-3508`."""
        return f"{slug}-{digits(self.jurisdiction)}"

    # What happens

    def say(self, text: str) -> None:
        """One line for whoever watches."""
        self._view.say(self.number, text)

    def opened(self, matter: Matter) -> str:
        """Waits until the complaint has its case; the case's id."""
        officer = self.official("intake-officer")

        def look() -> str | None:
            found = officer.complaint(matter).get("case_id")
            return str(found) if found else None

        matter.case_id = until(look, f"case of complaint {matter.complaint_id}")
        return matter.case_id

    def signed(self, by: str, matter: Matter, title: str, number: str) -> str:
        """The scan of a signed paper, in keeping for the case; its evidence id."""
        paper = self.files.paper(title, [f"Nomor {number}", "Ditandatangani, distempel (contoh)"])
        return self.official(by).upload(paper, matter)

    # What must come out

    @contextmanager
    def refused(self, code: str, *, because: str = "") -> Iterator[None]:
        """The act inside must be refused with this code."""
        try:
            yield
        except RefusedError as refusal:
            if refusal.code != code:
                raise StoryFault(f"refused with {refusal.code}, not {code}: {refusal}") from refusal
            self.fact(f"refused: {code}" + (f" ({because})" if because else ""))
            return
        raise StoryFault(f"should have been refused with {code}")

    def equal(self, what: str, found: object, wanted: object) -> None:
        """A fact of the story; dates compare as ISO text."""
        seen = found.isoformat() if isinstance(found, date) else found
        asked = wanted.isoformat() if isinstance(wanted, date) else wanted
        if seen != asked:
            raise StoryFault(f"{what}: {seen!r}, must be {asked!r}")
        self.fact(f"{what}: {'none' if asked == [] else asked}")

    def fact(self, text: str) -> None:
        """Something that came out as the law has it."""
        self._record.facts.append((self.number, text))
        self.say(text)

    def clock(self, matter: Matter, key: str, *, by: str = "inspector") -> Mapping[str, Any]:
        """The newest clock of that key in the case, as an official sees it."""

        def look() -> Mapping[str, Any] | None:
            clocks = [c for c in self.official(by).case(matter)["clocks"] if c["key"] == key]
            return clocks[-1] if clocks else None

        return until(look, f"clock {key} in story {self.number}")

    def happened(
        self, matter: Matter, kind: str, *, by: str = "inspector"
    ) -> list[Mapping[str, Any]]:
        """The rows of that kind in the timeline, once there is one."""

        def look() -> list[Mapping[str, Any]]:
            return [e for e in self.official(by).case(matter)["timeline"] if e["kind"] == kind]

        return until(look, f"{kind} in story {self.number}")

    def due(self, matter: Matter, key: str, wanted: date, *, by: str = "inspector") -> None:
        """That clock must end on that day."""
        self.equal(f"{key} due", self.clock(matter, key, by=by)["due_on"], wanted)

    def joined(self, matter: Matter, evidence_ids: list[str]) -> None:
        """Waits until the officials of the case see these items, sealed."""
        wanted = set(evidence_ids)

        def look() -> bool:
            items = self.official("inspector").case(matter)["evidence"]
            return wanted <= {item["evidence_id"] for item in items}

        until(look, f"evidence of story {self.number} in its case")
        self.fact(f"{len(wanted)} late files joined the case")

    def working_days(self, start: date, n: int) -> date:
        """The n-th working day after `start`, counted here on our own from the public lists."""
        return add_working_days(start, n)

    def stage(self, sender: Sender, matter: Matter, wanted: str) -> None:
        """Waits until the agency reads that stage."""
        until(lambda: sender.status(matter).stage == wanted, f"stage {wanted}")
        self.fact(f"{sender.id} reads: {wanted}")

    def comes_to(
        self,
        sender: Sender,
        matter: Matter,
        *,
        stage: str,
        outcome: str | None = None,
        degree: str | None = None,
        sanction: str | None = None,
    ) -> None:
        """What the agency must read now, field by field; kept for the check at the end."""
        told = sanction if sender.kind in {"bawaslu", "bkn"} else None
        wanted = {"outcome": outcome, "degree": degree, "sanction": told}
        last: dict[str, Any] = {}

        def look() -> bool:
            status = sender.status(matter)
            seen = status.respondents[0] if status.respondents else {}
            last.update(stage=status.stage, **{name: seen.get(name) for name in wanted})
            return last == {"stage": stage, **wanted}

        try:
            until(look, f"stage {stage}")
        except AssertionError as late:
            raise StoryFault(f"{sender.id} reads {last}, must be {stage}, {wanted}") from late
        if sanction != told:
            # The agency is not told which; the case must hold it all the same.
            held = self.official("inspector").case(matter)["respondents"][0]["sanction"]
            if held != sanction:
                raise StoryFault(f"the case holds {held}, must be {sanction}")
        self._record.ends[:] = [
            end for end in self._record.ends if end.complaint_id != matter.complaint_id
        ]
        self._record.ends.append(Outcome(matter.complaint_id, 1, outcome, degree, sanction, stage))
        said = [word for word in (stage, outcome, degree, told) if word]
        self.fact(f"{sender.id} reads: {', '.join(said)}")
