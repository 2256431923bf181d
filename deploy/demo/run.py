"""The demo on a running stack: all agencies listen, the stories are walked, all is checked."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from deploy.demo.agenda import Dates, walk
from deploy.demo.cast import Cast, digits
from deploy.demo.checks import books, check
from deploy.demo.files import Files
from deploy.demo.officials import Official
from deploy.demo.receiver import Receiver
from deploy.demo.record import Record
from deploy.demo.sandbox import Sandbox
from deploy.demo.senders import Sender
from deploy.demo.stories import STORIES
from deploy.demo.story import Story
from deploy.demo.summary import Summary, summarise
from deploy.demo.telling import Telling
from deploy.demo.view import View

LARGE_FILM = 180_000_000


class Running(Protocol):
    """What is needed of a stack: its addresses and tokens, and the command line's settings."""

    @property
    def info(self) -> dict[str, Any]:
        """The content of `stack.json`."""

    def environment(self, process: str = "cli") -> dict[str, str]:
        """The settings of the command line."""


class _Told:
    """A story on the agenda."""

    def __init__(self, number: int, dates: Dates) -> None:
        self.number = number
        self.dates = dates


def run_demo(
    stack: Running,
    *,
    folder: Path,
    stories: Sequence[Story] = STORIES,
    view: View | None = None,
    large_film: int = LARGE_FILM,
    reached_as: str = "127.0.0.1",
) -> Summary:
    """Walks these stories in the order of their dates and checks all that came of them.

    The summary's `faults` is empty if everything came out as the law and the promises have it.
    The clock of the stack must not be past the first date. `reached_as` is the name by which the
    stack reaches this machine with its webhooks.
    """
    cast = Cast.read(stack.info)
    sandbox = Sandbox(stack.environment("cli"))
    view = view or View({story.NUMBER: story.TITLE for story in stories} | {0: "what came of it"})
    with Record() as record, Receiver(reached_as) as receiver, view:
        _listen(cast, record, receiver)
        before = books(cast, record, (story.JURISDICTION for story in stories))

        def told(story: Story) -> _Told:
            files = Files(
                folder / f"story-{story.NUMBER:02d}", story.JURISDICTION, large_film=large_film
            )
            telling = Telling(
                story.NUMBER,
                story.JURISDICTION,
                cast=cast,
                record=record,
                sandbox=sandbox,
                files=files,
                view=view,
            )
            return _Told(story.NUMBER, story.tell(telling))

        def arrive(on: date) -> None:
            sandbox.advance(on)
            view.today(on)

        on_the_way = [told(story) for story in stories]
        for broken in walk(on_the_way, arrive=arrive, step=view.step, end=view.end):
            why = f"{type(broken.why).__name__}: {broken.why}"
            record.faults.append(f"story {broken.number} stopped on {broken.on}: {why}")
            view.say(broken.number, record.faults[-1])
        record.faults += check(
            cast, record, receiver, before=before, say=lambda text: view.say(0, text)
        )
        inspectors = {code: Official(f"inspector-{digits(code)}", cast, record) for code in before}
        senders = {agency: Sender(agency, cast, record, story=0) for agency in cast.agencies}
        return summarise(
            record,
            inspectors,
            senders,
            delivered={agency: receiver.came(agency) for agency in cast.agencies},
        )


def _listen(cast: Cast, record: Record, receiver: Receiver) -> None:
    for agency_id in cast.agencies:
        sender = Sender(agency_id, cast, record, story=0)
        receiver.expect(agency_id, sender.client.put_webhook(receiver.url(agency_id)))
