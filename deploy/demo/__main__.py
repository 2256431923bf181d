"""`python -m deploy.demo`: a fresh sandbox, twelve stories, a table, and a stack to look at.

With `--installation` the stories are told on an installation that runs already.
"""

import argparse
import sys

from rich.console import Console

from deploy.demo.installation import SUMMARY, Installation, NoSandboxError
from deploy.demo.outcome import CANNOT_BEGIN, tell


def main(words: list[str]) -> int:
    """0 if everything came out, 1 if something did not, 2 if the demo could not begin."""
    parser = argparse.ArgumentParser(
        prog="python -m deploy.demo",
        description="Starts a fresh sandbox and walks the twelve stories through it.",
    )
    parser.add_argument(
        "--installation",
        action="store_true",
        help="on the sandbox installation that the settings name, instead of a fresh one",
    )
    console = Console()
    if parser.parse_args(words).installation:
        try:
            installation = Installation()
        except NoSandboxError as cannot:
            console.print(str(cannot), style="red", highlight=False, soft_wrap=True)
            return CANNOT_BEGIN
        return tell(
            installation,
            console,
            files=SUMMARY.with_name("demo-files"),
            summary=SUMMARY,
            reached_as=installation.reached_as,
        )
    # Only here: the image that tells the stories in compose has no embedded stack.
    from deploy.demo.embedded import on_a_fresh_stack  # noqa: PLC0415

    return on_a_fresh_stack(console)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        Console(stderr=True).print("interrupted; `make down` stops what runs", style="red")
        sys.exit(130)
