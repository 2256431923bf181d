"""The words of `netral`, each imported when it is said: a short command must not wait for all."""

from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup

WORDS: Final = {
    "migrate": "migrate_command:migrate_command",
    "agency": "agency:agency_commands",
    "person": "person:person_commands",
    "jurisdiction": "jurisdiction:jurisdiction_commands",
    "posts": "posts:post_commands",
    "rules": "rules:rule_commands",
    "elections": "elections:election_commands",
    "calendar": "calendar:calendar_commands",
    "reconcile": "reconcile:reconcile",
    "set-aside": "set_aside:set_aside_commands",
    "sandbox": "sandbox:sandbox_commands",
    "secrets": "secret_files:secret_commands",
    "topics": "topics:topic_commands",
    "buckets": "buckets:bucket_commands",
    "contracts": "contracts:contract_commands",
    "docs": "documents:document_commands",
    "settings": "documents:show_settings",
}
"""Each word with the module and name of what it does, in the order of the help."""


class Words(TyperGroup):
    """The group of all words; only the one that is said is loaded."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 -- typer's own click
        """All words, for the help."""
        del ctx
        return list(WORDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401 -- typer's own click
        """The command of a word; None for a word that does not exist."""
        del ctx
        place = WORDS.get(cmd_name)
        if place is None:
            return None
        module, name = place.split(":")
        found: Any = getattr(import_module(f"services.cli.{module}"), name)
        if isinstance(found, typer.Typer):
            # A group even of a single word: `get_command` would leave that word out.
            command: Any = typer.main.get_group(found)
        else:
            alone = typer.Typer(add_completion=False)
            alone.command(cmd_name)(found)
            command = typer.main.get_command(alone)
        command.name = cmd_name
        return command
