"""Temporal as the rest of the service sees it: there, or `Unavailable`; ended, or not."""

import asyncio
from datetime import timedelta
from typing import Any

from pydantic import BaseModel
from temporalio.client import (
    Client,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from services.kit import temporal
from services.kit.errors import Unavailable
from services.workflow.acts import Act, ActReceipt
from services.workflow.failures import as_failure

PATIENCE = timedelta(seconds=10)
_AGAIN = timedelta(seconds=3)
_NEW_WORKER = timedelta(seconds=15)
"""How long it may take until the rest of an upgrade has come."""
_BEHIND = ("Failed decoding arguments", "Update handler for ")
"""How the SDK begins to say that a worker cannot read an act or has never heard of it."""


class Ended(Exception):
    """The workflow has ended or never was; the register says which."""


class Orchestrator:
    """A lazy client: made at the first call, so that no process waits for Temporal to start."""

    def __init__(self, address: str, namespace: str, keys: dict[str, bytes]) -> None:
        self._address = address
        self._namespace = namespace
        self._keys = keys
        self._client: Client | None = None

    async def client(self) -> Client:
        """The connected client, or `Unavailable`."""
        if self._client is None:
            try:
                self._client = await temporal.connect(self._address, self._namespace, self._keys)
            except (RuntimeError, RPCError, OSError) as error:
                raise Unavailable("orchestrator-unavailable", retry_after=_AGAIN) from error
        return self._client

    async def ready(self) -> None:
        """Returns if Temporal answers, else raises `Unavailable`."""
        client = await self.client()
        try:
            await client.service_client.check_health(timeout=timedelta(seconds=2))
        except (RPCError, RuntimeError) as error:
            raise Unavailable("orchestrator-unavailable", retry_after=_AGAIN) from error

    async def start(self, workflow: str, workflow_id: str, argument: BaseModel) -> bool:
        """Start it once, however often asked; False if it had been started before and ended."""
        client = await self.client()
        try:
            await client.start_workflow(
                workflow,
                argument,
                id=workflow_id,
                task_queue=temporal.TASK_QUEUE,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                rpc_timeout=PATIENCE,
            )
        except WorkflowAlreadyStartedError:
            return False
        except RPCError as error:
            raise _away(error) from error
        return True

    async def signal(self, workflow_id: str, name: str, argument: Any | None = None) -> None:  # noqa: ANN401
        """Tell a workflow a fact; `Ended` if there is nobody to hear it."""
        client = await self.client()
        handle = client.get_workflow_handle(workflow_id)
        try:
            if argument is None:
                await handle.signal(name, rpc_timeout=PATIENCE)
            else:
                await handle.signal(name, argument, rpc_timeout=PATIENCE)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                raise Ended from error
            raise _away(error) from error

    async def answer(self, workflow_id: str, act: Act) -> ActReceipt:
        """Send an act as the update of its own id; a refusal comes back as its failure."""
        client = await self.client()
        handle = client.get_workflow_handle(workflow_id)
        try:
            # The SDK polls call by call: only a limit around them all ends the wait.
            async with asyncio.timeout(PATIENCE.total_seconds()):
                receipt: ActReceipt = await handle.execute_update(
                    "answer",
                    act,
                    id=str(act.act_id),
                    result_type=ActReceipt,
                    rpc_timeout=PATIENCE,
                )
        except WorkflowUpdateFailedError as error:
            raise _refused(error) from error
        except (WorkflowUpdateRPCTimeoutOrCancelledError, TimeoutError) as error:
            raise Unavailable("answer-outcome-unknown", retry_after=_AGAIN) from error
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                raise Ended from error
            # Whatever else the server says of an update on its way (a worker that died with it
            # has many names), the outcome is unknown, and the repetition finds it.
            raise Unavailable("answer-outcome-unknown", retry_after=_AGAIN) from error
        return receipt


def _refused(error: WorkflowUpdateFailedError) -> Exception:
    cause = error.cause
    if isinstance(cause, ApplicationError):
        failure = as_failure(cause)
        if failure is not None:
            return failure
        if cause.type == "AcceptedUpdateCompletedWorkflow":
            return Ended()
        if cause.type == "RuntimeError" and cause.message.startswith(_BEHIND):
            # Rejected before it began: nothing was done, and a newer worker will do it.
            return Unavailable("worker-behind", retry_after=_NEW_WORKER)
    return error


def _away(error: RPCError) -> Exception:
    if error.status in {
        RPCStatusCode.UNAVAILABLE,
        RPCStatusCode.DEADLINE_EXCEEDED,
        RPCStatusCode.RESOURCE_EXHAUSTED,
        RPCStatusCode.CANCELLED,
        RPCStatusCode.ABORTED,
        RPCStatusCode.INTERNAL,
        RPCStatusCode.UNKNOWN,
    }:
        return Unavailable("orchestrator-unavailable", retry_after=_AGAIN)
    return error
