"""What whoever watches the demo sees: where each story stands; plain lines without a terminal."""

from collections.abc import Mapping
from datetime import date
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text


class View:
    """One row a story: its date and its last line."""

    def __init__(self, titles: Mapping[int, str], console: Console | None = None) -> None:
        self._console = console or Console()
        self._titles = dict(titles)
        self._on: dict[int, date] = {}
        self._last: dict[int, str] = {}
        self._ended: set[int] = set()
        self._today: date | None = None
        self._live = Live(console=self._console, get_renderable=self._table, refresh_per_second=4)

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._console.is_terminal:
            self._live.stop()

    def today(self, on: date) -> None:
        """The legal clock stands there now."""
        self._today = on
        if not self._console.is_terminal:
            self._console.print(f"== {on:%a %d %b %Y}", highlight=False)

    def step(self, number: int, on: date) -> None:
        """The story goes on."""
        self._on[number] = on

    def say(self, number: int, text: str) -> None:
        """Something happened in it."""
        self._last[number] = text
        if not self._console.is_terminal:
            self._console.print(f"   {number:>2}  {text}", highlight=False, markup=False)

    def end(self, number: int) -> None:
        """It came out, to its end."""
        self._ended.add(number)

    def _table(self) -> Table:
        table = Table(title=f"netral, the legal clock: {self._today or '-'}", expand=True)
        table.add_column("#", justify="right", width=2)
        table.add_column("", width=1)
        table.add_column("story", ratio=2, no_wrap=True)
        table.add_column("date", width=10)
        table.add_column("", ratio=4, no_wrap=True)
        for number, title in self._titles.items():
            on = self._on.get(number)
            mark = "✓" if number in self._ended else ""
            last = Text(self._last.get(number, ""))
            table.add_row(str(number), mark, title, on.isoformat() if on else "", last)
        return table
