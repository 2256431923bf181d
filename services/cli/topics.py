"""`netral topics`: the event topics, made explicitly."""

import asyncio

import typer
from aiokafka.errors import KafkaError

from services.cli import settings
from services.cli.failing import UNAVAILABLE, fail
from services.kit import topics

topic_commands = typer.Typer(no_args_is_help=True, help="The event topics in Kafka.")


@topic_commands.command("ensure")
def ensure() -> None:
    """Make the topics that are not there yet; waits up to a minute for Kafka."""
    bootstrap = settings.read().needed("kafka_bootstrap")
    try:
        made = asyncio.run(topics.ensure(bootstrap))
    except (KafkaError, OSError) as error:
        fail(f"Kafka at {bootstrap} cannot be reached: {error}", UNAVAILABLE)
    for name, partitions in topics.TOPICS.items():
        typer.echo(f"{name}  {partitions} partitions{'  (made)' if name in made else ''}")
