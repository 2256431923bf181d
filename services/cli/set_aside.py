"""`netral set-aside`: messages that no service could work, kept for a person."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from typing import Annotated

import typer
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from services.cli import settings
from services.cli.failing import UNAVAILABLE, fail
from services.cli.printing import as_json, as_table
from services.cli.running import database, run
from services.cli.schemas import SERVICES
from services.kit.errors import NotFound
from services.kit.sealing import Sealer
from services.kit.set_aside import Kept, SetAside

set_aside_commands = typer.Typer(no_args_is_help=True, help="Messages kept for a person.")


class State(StrEnum):
    """What became of a message that was set aside."""

    KEPT = "kept"
    REPLAYED = "replayed"
    DROPPED = "dropped"


Which = Annotated[str, typer.Argument(help="Which one, as listed: workflow/3.")]


@asynccontextmanager
async def _messages(service: str) -> AsyncIterator[SetAside]:
    keys = settings.read().sealing_keys
    if not keys:
        fail("NETRAL_SEALING_KEYS is not set; without it no message can be opened")
    async with database() as db:
        yield SetAside(db, service, Sealer(keys))


def _place(which: str) -> tuple[str, int]:
    service, _, number = which.partition("/")
    if service not in SERVICES or not number.isdigit():
        fail(f'"{which}" is not of the form workflow/3 ({", ".join(SERVICES)})')
    return service, int(number)


async def _sent(messages: SetAside, number: int, producer: AIOKafkaProducer) -> bool | None:
    """Whether it was sent now; None where there is no such message."""
    try:
        return await messages.replay(number, producer, "netral set-aside replay")
    except NotFound:
        return None


@set_aside_commands.command("list")
def list_kept(
    state: Annotated[State, typer.Option(help="Those in which state.")] = State.KEPT,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show where they came from and why they were set aside; never what is in them."""

    async def work() -> list[tuple[str, Kept]]:
        found = []
        for service in SERVICES:
            async with _messages(service) as messages:
                found += [(service, kept) for kept in await messages.listing(state)]
        return found

    rows = run(work)
    if json:
        as_json([{"which": f"{s}/{k.id}"} | k.model_dump(mode="json") for s, k in rows])
        return
    as_table(
        ["which", "consumer", "topic", "partition", "offset", "reason", "tries", "kept_at"],
        [
            [
                f"{s}/{k.id}",
                k.consumer,
                k.topic,
                k.partition,
                k.offset,
                k.reason,
                k.tries,
                k.kept_at,
            ]
            for s, k in rows
        ],
    )


@set_aside_commands.command("show")
def show(which: Which) -> None:
    """Write the original bytes of one to standard output."""
    service, number = _place(which)

    async def work() -> bytes:
        async with _messages(service) as messages:
            return await messages.bytes_of(number)

    body = run(work)
    sys.stdout.flush()
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()


@set_aside_commands.command("replay")
def replay(
    which: Annotated[
        list[str] | None, typer.Argument(help="Which ones, as listed: workflow/3.")
    ] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All that are kept.")] = False,
) -> None:
    """Send the original bytes to their topic again; one already replayed is left alone."""
    if bool(which) == everything:
        fail("name the messages, or say --all")
    places = [_place(each) for each in which or []]
    bootstrap = settings.read().needed("kafka_bootstrap")

    async def work() -> list[tuple[str, int, bool | None]]:
        producer = AIOKafkaProducer(
            bootstrap_servers=bootstrap, acks="all", enable_idempotence=True
        )
        try:
            await producer.start()
        except (KafkaError, OSError) as error:
            await producer.stop()
            fail(f"Kafka at {bootstrap} cannot be reached: {error}", UNAVAILABLE)
        done: list[tuple[str, int, bool | None]] = []
        try:
            for service in SERVICES:
                async with _messages(service) as messages:
                    numbers = [number for s, number in places if s == service]
                    if everything:
                        numbers = [kept.id for kept in await messages.listing()]
                    for number in numbers:
                        sent = await _sent(messages, number, producer)
                        done.append((service, number, sent))
        finally:
            await producer.stop()
        return done

    done = run(work)
    for service, number, sent in done:
        if sent is not None:
            typer.echo(f"{service}/{number}: {'sent again' if sent else 'settled before'}")
    missing = [f"{service}/{number}" for service, number, sent in done if sent is None]
    if missing:
        fail(f"there is no {', '.join(missing)}; `netral set-aside list` shows what there is")
