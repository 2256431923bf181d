"""`make bench`: ratios within one run, medians of several rounds, as a table and as JSON.

Absolute figures of a shared machine mean little; what is compared takes turns. A missed goal is
said and ends in 0 all the same; only a measurement that failed ends in 1.
"""

import json
import os
import platform
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import evidence, growth, intake, memory, procedure
from tests.bench.figures import Figure, Part, table
from tests.bench.options import Options, parse

MEASURES: dict[str, Callable[[Options], list[Figure]]] = {
    "intake": intake.measure,
    "growth": growth.measure,
    "evidence": evidence.measure,
    "memory": memory.measure,
    "procedure": procedure.measure,
}
RECORD = Path(".netral-bench.json")


def main() -> int:
    """Measure, print, write `.netral-bench.json`; 1 if something could not be measured."""
    options = parse()
    parts: list[Part] = []
    for name in options.parts:
        print(f"{name} ...", flush=True)
        parts.append(_measured(name, options))
        _write(parts, options)
    print(f"\n{table(parts)}")
    return 1 if any(part.failure for part in parts) else 0


def _measured(name: str, options: Options) -> Part:
    part = Part(name, load_before=os.getloadavg()[0])
    begun = time.monotonic()
    try:
        part.figures = MEASURES[name](options)
    except Exception as error:  # noqa: BLE001 -- said at the end; the other parts still count
        traceback.print_exc()
        part.failure = f"{type(error).__name__}: {error}"
    part.seconds = time.monotonic() - begun
    part.load_after = os.getloadavg()[0]
    return part


def _write(parts: list[Part], options: Options) -> None:
    record = {
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "options": vars(options),
        "parts": [part.as_record() for part in parts],
    }
    RECORD.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
