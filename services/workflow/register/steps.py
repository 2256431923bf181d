"""One step of one workflow is written once: a repetition reads what the first one answered."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from services.kit import instants
from services.kit.database import Connection, Database
from services.workflow.activities.orders import Order
from services.workflow.acts import Message


@dataclass
class Step:
    """The transaction of a step; `before` is what an earlier run of it answered."""

    conn: Connection
    written: bool
    before: dict[str, Any] | None
    result: Message | None = None


@asynccontextmanager
async def once(database: Database, order: Order) -> AsyncIterator[Step]:
    """The step's transaction. If `written` is true on entry, do nothing and read `before`.

    The row is taken first: a twin of the same step waits here until the first commits.
    """
    workflow_id = order.scope.workflow_id
    async with database.transaction() as conn:
        taken = await conn.fetchval(
            "insert into workflow.step (workflow_id, step) values ($1, $2)"
            " on conflict do nothing returning step",
            workflow_id,
            order.step,
        )
        before = None
        if taken is None:
            found = await conn.fetchval(
                "select result from workflow.step where workflow_id = $1 and step = $2",
                workflow_id,
                order.step,
            )
            before = json.loads(found) if found else None
        step = Step(conn=conn, written=taken is None, before=before)
        yield step
        if not step.written and step.result is not None:
            await conn.execute(
                "update workflow.step set result = $3::jsonb where workflow_id = $1 and step = $2",
                workflow_id,
                order.step,
                step.result.model_dump_json(),
            )
        if not step.written:
            await instants.reached("workflow.step_before_commit")
    if not step.written:
        await instants.reached("workflow.step_committed")
