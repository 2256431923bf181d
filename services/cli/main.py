"""`netral`: the one command line."""

import os
import sys

import typer

from services.cli.agency import agency_commands
from services.cli.buckets import bucket_commands
from services.cli.calendar import calendar_commands
from services.cli.contracts import contract_commands
from services.cli.documents import document_commands, show_settings
from services.cli.elections import election_commands
from services.cli.jurisdiction import jurisdiction_commands
from services.cli.migrate_command import migrate_command
from services.cli.person import person_commands
from services.cli.posts import post_commands
from services.cli.reconcile import reconcile
from services.cli.rules import rule_commands
from services.cli.sandbox import sandbox_commands
from services.cli.secret_files import secret_commands
from services.cli.set_aside import set_aside_commands
from services.cli.topics import topic_commands

app = typer.Typer(
    name="netral",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="The command line of a netral installation. Settings: NETRAL_* (or NETRAL_*_FILE), or "
    "the stack that runs in this folder.",
)
app.command("migrate")(migrate_command)
app.add_typer(agency_commands, name="agency")
app.add_typer(person_commands, name="person")
app.add_typer(jurisdiction_commands, name="jurisdiction")
app.add_typer(post_commands, name="posts")
app.add_typer(rule_commands, name="rules")
app.add_typer(election_commands, name="elections")
app.add_typer(calendar_commands, name="calendar")
app.command("reconcile")(reconcile)
app.add_typer(set_aside_commands, name="set-aside")
app.add_typer(sandbox_commands, name="sandbox")
app.add_typer(secret_commands, name="secrets")
app.add_typer(topic_commands, name="topics")
app.add_typer(bucket_commands, name="buckets")
app.add_typer(contract_commands, name="contracts")
app.add_typer(document_commands, name="docs")
app.command("settings")(show_settings)


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
