"""Waiting for a seal, and making sure that none is due."""

from uuid import UUID

from services.evidence.workshop import workshop
from tests.evidence.world import World, until


async def state(world: World, evidence_id: UUID) -> str:
    return str((await world.row(evidence_id))["state"])


async def sealed(world: World, evidence_id: UUID) -> None:
    async def is_sealed() -> bool:
        return await state(world, evidence_id) == "sealed"

    await until(is_sealed)


async def emptied(world: World) -> None:
    """Nothing of the tests before waits to be sealed."""
    work = workshop(world.parts)

    async def empty() -> bool:
        while job := await work.queue.take():
            await work.sealing.seal(job)
        async with world.parts.database.connection() as conn:
            waiting = await conn.fetchval(
                "select count(*) from evidence.item where state in ('received', 'sealing')"
            )
        return not waiting

    await until(empty)
