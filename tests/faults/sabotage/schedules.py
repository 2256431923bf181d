"""Fixed small schedules: forty submissions and the one kill that exposes a fault of its kind."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import asyncpg
from aiokafka.errors import KafkaError

from deploy.embedded.own import MODULES
from services.kit.topics import COMPLAINT
from tests.faults.calm import all_but_attached, calm, committed, lag
from tests.faults.ground import Ground, until
from tests.faults.nemesis import freeze, thaw
from tests.faults.plan import plain, with_files
from tests.faults.senders import Senders
from tests.faults.stand_in import StandIn

Schedule = Callable[[Ground, Senders, str, str], Awaitable[None]]
COUNT = 40
BELIEVES_FOR = 3.0
NEVER = {"NETRAL_RECONCILE_AFTER": "3600", "NETRAL_RECONCILE_ALERT_AFTER": "7200"}
"""The reconciler would put right afterwards what is to be shown."""


@asynccontextmanager
async def unreconciled(ground: Ground, module: str | None = None) -> AsyncIterator[StandIn]:
    """The background of intake, which sends nothing again."""
    name = "intake-background"
    async with StandIn(ground.stack, name, module or MODULES[name], env=NEVER) as background:
        yield background


async def killed_in_the_stream(ground: Ground, senders: Senders, prefix: str, module: str) -> None:
    """Intake dies while complaints come in."""
    async with StandIn(ground.stack, "intake", module) as intake:
        sending = asyncio.create_task(senders.send_all(plain(prefix, COUNT), 4.0))
        await until(lambda: senders.acknowledged(prefix, COUNT // 2), 20, "half acknowledged")
        await intake.again()
        await sending
    # Else what is merely on its way would count as missing.
    await calm(ground, prefix)


async def killed_before_the_repetition(
    ground: Ground, senders: Senders, prefix: str, module: str
) -> None:
    """Intake dies after all was acknowledged, and all is sent once more."""
    async with StandIn(ground.stack, "intake", module) as intake:
        await senders.send_all(plain(prefix, COUNT), 1.0)
        await intake.again()
        await senders.send_all(plain(prefix, COUNT), 1.0)
    await calm(ground, prefix)


async def killed_before_the_row(ground: Ground, senders: Senders, prefix: str, module: str) -> None:
    """The register's subscriber dies while its table is locked and messages are in its hands."""
    name = "workflow-background"
    async with unreconciled(ground), StandIn(ground.stack, name, module) as background:
        sending = senders.send_all(plain(prefix, COUNT), 1.0)
        async with _table_locked(ground, "workflow.complaint"):
            await _killed_with_messages(ground, "netral-workflow", sending, background)
        await background.start()
        await settled(ground, prefix)


async def killed_before_the_naming(
    ground: Ground, senders: Senders, prefix: str, module: str
) -> None:
    """Evidence's subscriber dies before it has noted whose the files are.

    What its other subscriber reads needs no table that is locked, and says nothing.
    """
    name = "evidence-background"
    async with unreconciled(ground), StandIn(ground.stack, name, module) as background:
        sending = senders.send_all(with_files(prefix, COUNT), 1.0)
        async with _table_locked(ground, "evidence.naming"):
            await _killed_with_messages(ground, "netral-evidence", sending, background)
        await background.start()
        # Else what is merely on its way would count as missing.
        await all_but_attached(ground, prefix)


@asynccontextmanager
async def _table_locked(ground: Ground, table: str) -> AsyncIterator[None]:
    lock = await asyncpg.connect(ground.stack.dsn)
    try:
        async with lock.transaction():
            await lock.execute(f"lock table {table} in access exclusive mode")
            yield
    finally:
        await lock.close()


async def _killed_with_messages(
    ground: Ground, group: str, sending: Awaitable[None], reader: StandIn
) -> None:
    before = await committed(ground, group, COMPLAINT)
    await sending

    async def moved() -> bool:
        return await committed(ground, group, COMPLAINT) > before

    # Longer than a reader may need for its partitions after the one before it.
    with suppress(AssertionError):  # it never moves? Then the kill does no harm.
        await until(moved, 25, "offsets moved")
    reader.kill()


async def killed_among_the_starts(
    ground: Ground, senders: Senders, prefix: str, module: str
) -> None:
    """The starter dies when some of the workflows run."""
    async with (
        unreconciled(ground),
        StandIn(ground.stack, "workflow-background", module) as starter,
    ):
        sending = asyncio.create_task(senders.send_all(plain(prefix, COUNT), 2.0))
        await until(lambda: _started(ground, prefix), 30, "some started")
        await starter.again()
        await sending
        await settled(ground, prefix)


async def killed_before_temporal_answers(
    ground: Ground, senders: Senders, prefix: str, module: str
) -> None:
    """The starter dies while Temporal is away."""
    async with (
        unreconciled(ground),
        StandIn(ground.stack, "workflow-background", module) as starter,
    ):
        async with ground.without("temporal"):
            await senders.send_all(plain(prefix, COUNT), 1.0)
            await until(lambda: _taken(ground, prefix), 30, "all in the register")
            await asyncio.sleep(3)  # two looks of the starter, in which it can do nothing right
            starter.kill()
        await starter.start()
        await settled(ground, prefix)


async def killed_before_kafka_answers(
    ground: Ground, senders: Senders, prefix: str, module: str
) -> None:
    """The relay dies while Kafka does not answer."""
    async with unreconciled(ground, module) as relay:
        relay.kill()
        await senders.send_all(plain(prefix, COUNT), 1.0)
        frozen = await asyncio.to_thread(freeze, ground.stack, "kafka")
        try:
            await relay.start()
            await asyncio.sleep(3)  # rounds of the relay, in which it can do nothing right
            relay.kill()
        finally:
            thaw(frozen)
        await relay.start()
        await settled(ground, prefix)


async def _started(ground: Ground, prefix: str) -> bool:
    return bool(await _register(ground, prefix, "state <> 'pending'") >= COUNT // 4)


async def _taken(ground: Ground, prefix: str) -> bool:
    return bool(await _register(ground, prefix, "true") == COUNT)


async def _register(ground: Ground, prefix: str, condition: str) -> int:
    found: int = await ground.value(
        "select count(*) from workflow.complaint join intake.complaint using (complaint_id)"
        f" where idempotency_key like $1 || '%' and {condition}",
        prefix,
    )
    return found


async def settled(ground: Ground, prefix: str) -> None:
    """Until all are answered, or the build believes that nothing is left for it to do.

    Not by time alone: a reader that was killed has its partitions again after ten seconds only, and
    a look before that would find every build wrong.
    """
    seen, idle = -1, 0.0
    while idle < BELIEVES_FOR:
        now = int(
            await ground.value(
                "select count(*) from intake.standing join intake.complaint using (complaint_id)"
                " where idempotency_key like $1 || '%' and answered_at is not null",
                prefix,
            )
        )
        if now >= COUNT:
            return
        idle = idle + 0.5 if now == seen and await _believes(ground, prefix) else 0.0
        seen = now
        await asyncio.sleep(0.5)


async def _believes(ground: Ground, prefix: str) -> bool:
    unsent = await ground.value("select count(*) from intake.outbox where sent_at is null")
    if unsent or await _register(ground, prefix, "state = 'pending'"):
        return False
    try:
        behind = await lag(ground)
    except (KafkaError, OSError, TimeoutError):
        return False
    return not behind["netral-workflow"]
