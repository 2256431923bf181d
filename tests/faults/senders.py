"""Agencies' systems under fire: they send, write down what they were told, and send again."""

import asyncio
import json
import time
from collections.abc import Sequence
from typing import Literal, Self

import httpx

from tests.faults.ground import Ground
from tests.faults.history import History, Outcome, Told
from tests.faults.plan import JURISDICTION, Submission, sha256

ANSWER_WITHIN = 8.0
PATIENCE = 150.0
AT_ONCE = 24
JSON = {"Content-Type": "application/json"}


class Senders:
    """Many senders with one credential."""

    def __init__(self, ground: Ground, history: History) -> None:
        self._ground = ground
        self._history = history
        self._room = asyncio.Semaphore(AT_ONCE)
        self._http = httpx.AsyncClient(
            timeout=ANSWER_WITHIN,
            headers={"Authorization": f"Bearer {ground.token()}"},
            limits=httpx.Limits(max_connections=AT_ONCE * 2),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def send_all(self, plan: Sequence[Submission], over: float) -> None:
        """All of them, begun evenly over so many seconds."""
        pause = over / len(plan)
        async with asyncio.TaskGroup() as group:
            for submission in plan:
                group.create_task(self._bounded(submission))
                await asyncio.sleep(pause)

    async def _bounded(self, submission: Submission) -> None:
        async with self._room:
            await self.send(submission)

    async def send(self, submission: Submission) -> None:
        """One complaint, with all that its sender does."""
        evidence_id = None
        if submission.evidence is not None:
            evidence_id = await self.upload(submission)
        body = submission.body(evidence_id)
        sendings = [self._until_told(submission, body) for _ in range(1 + submission.twin)]
        told = await asyncio.gather(*sendings)
        if submission.repeated and "ok" in told:
            await self._until_told(submission, body)

    async def _until_told(self, submission: Submission, body: bytes) -> Outcome:
        end = time.monotonic() + PATIENCE
        while True:
            told = await self.post(submission.key, body)
            if told.outcome != "info" or not submission.patient or time.monotonic() > end:
                return told.outcome
            await asyncio.sleep(0.5)

    async def acknowledged(self, prefix: str, count: int) -> bool:
        """Whether so many of these were acknowledged by now."""
        told = self._history.acknowledged()
        return sum(key.startswith(prefix) for key in told) >= count

    async def post(self, key: str, body: bytes) -> Told:
        """One attempt to submit."""
        return await self._attempt(
            "complaint", key, body, f"{self._ground.intake_url}/v1/complaints", JSON
        )

    async def upload(self, submission: Submission) -> str:
        """Its file, until it is acknowledged; the id of the item."""
        content = submission.evidence or b""
        url = f"{self._ground.evidence_url}/v1/evidence?jurisdiction={JURISDICTION}"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            told = await self._attempt(
                "evidence", submission.evidence_key, content, url, {"Content-Type": "text/plain"}
            )
            if told.outcome == "ok":
                return str(json.loads(told.answer)["evidence_id"])
            assert told.outcome == "info", f"an upload was refused: {told.status} {told.answer}"
            await asyncio.sleep(0.5)
        raise AssertionError(f"not acknowledged in {PATIENCE:.0f} s: {submission.evidence_key}")

    async def _attempt(
        self,
        what: Literal["complaint", "evidence"],
        key: str,
        content: bytes,
        url: str,
        headers: dict[str, str],
    ) -> Told:
        began = time.monotonic()
        status, answer = 0, ""
        try:
            response = await self._http.post(
                url, content=content, headers={"Idempotency-Key": key, **headers}
            )
            status, answer = response.status_code, response.text
        except httpx.HTTPError as error:
            answer = type(error).__name__
        told = Told(
            what=what,
            key=key,
            sha256=sha256(content),
            outcome=_outcome(status),
            status=status,
            answer=answer,
            began=began,
            ended=time.monotonic(),
        )
        self._history.add(told)
        return told


def _outcome(status: int) -> Outcome:
    if status in {200, 201, 202}:
        return "ok"
    # 409: a twin is under way and what becomes of it is not known yet; 408, 429: come again.
    return "fail" if 400 <= status < 500 and status not in {408, 409, 429} else "info"
