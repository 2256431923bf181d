"""How large the bench is run; small values are for trying it out, the defaults are reported."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

PARTS = ("intake", "growth", "evidence", "memory", "procedure")


@dataclass(frozen=True)
class Options:
    """What to measure, and for how long."""

    parts: tuple[str, ...] = PARTS
    rounds: int = 5
    seconds: float = 3.0
    workers: tuple[int, ...] = (1, 2, 3)
    rows: int = 1_000_000
    file_mb: int = 64
    upload_mb: int = 512
    complaints: int = 400
    acts: int = 12
    arrivals: int = 300


def parse(words: Sequence[str] | None = None) -> Options:
    """The options that the command line gives."""
    default = Options()
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", help=f"some of {','.join(PARTS)}", default=",".join(PARTS))
    parser.add_argument("--rounds", type=int, default=default.rounds)
    parser.add_argument("--seconds", type=float, default=default.seconds, help="of one turn")
    parser.add_argument("--workers", default="1,2,3", help="processes of intake, each a series")
    parser.add_argument("--rows", type=int, default=default.rows, help="of the grown table")
    parser.add_argument("--file-mb", type=int, default=default.file_mb)
    parser.add_argument("--upload-mb", type=int, default=default.upload_mb, help="four at once")
    parser.add_argument("--complaints", type=int, default=default.complaints, help="per turn")
    parser.add_argument("--acts", type=int, default=default.acts, help="per round")
    parser.add_argument("--arrivals", type=int, default=default.arrivals, help="at 10 a second")
    given = parser.parse_args(words)
    parts = tuple(given.only.split(","))
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return Options(
        parts=parts,
        rounds=given.rounds,
        seconds=given.seconds,
        workers=tuple(int(one) for one in given.workers.split(",")),
        rows=given.rows,
        file_mb=given.file_mb,
        upload_mb=given.upload_mb,
        complaints=given.complaints,
        acts=given.acts,
        arrivals=given.arrivals,
    )
