"""`netral`: the one command line."""

import os
import sys

import typer

from services.cli.words import Words

app = typer.Typer(
    name="netral",
    cls=Words,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="The command line of a netral installation. Settings: NETRAL_* (or NETRAL_*_FILE), or "
    "the stack that runs in this folder.",
)


@app.callback()
def netral() -> None:
    """Only the words below do anything."""


def run() -> None:
    """The entry point; ends the process at once where the Temporal library was loaded.

    Its native part can abort while the interpreter shuts down, which would turn a success into a
    failure; everything is written out before.
    """
    code = 0
    try:
        app()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    sys.stdout.flush()
    sys.stderr.flush()
    if "temporalio" in sys.modules:
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    run()
