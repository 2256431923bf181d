"""What the HTTP layer calls when a person acts: nothing else reaches a workflow.

An act is answered within ten seconds: done, refused with a reason, or `Unavailable` with the
outcome unknown; the repetition under the same act id finds what the first one did.
"""

import asyncio
import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.kit.access.entries import Person
from services.kit.database import Connection, Database
from services.kit.errors import Malformed, NotFound, Refused
from services.workflow import storable
from services.workflow.acts import Act, ActReceipt
from services.workflow.aftermath import Aftermath, check_late_paper
from services.workflow.clocks import Clocks
from services.workflow.facts import FactsReader, named_evidence, recused_in
from services.workflow.forms.kinds import OF_TRACKS, AnytimeKind
from services.workflow.orchestrator import Ended, Orchestrator
from services.workflow.register import papers
from services.workflow.register.one_paper import check_number, check_scans
from services.workflow.register.papers import Matter
from services.workflow.register.rights import track_for_a_late_paper
from services.workflow.register.timeline import answer_digest
from services.workflow.rules.book import Rulebook
from services.workflow.rules.refusals import RefusalCode
from services.workflow.seeing import Viewer, case_condition, task_condition
from services.workflow.stepping_aside import tell_tracks
from services.workflow.workflows.state import case_workflow, track_workflow

SEAL_PATIENCE = 5.0
"""Seconds to wait for an item that was just uploaded to be told of as sealed."""

_REMEDIES = frozenset({AnytimeKind.OBJECTION_RECEIVED, AnytimeKind.APPEAL_RECEIVED})
_POSTS = frozenset({"decider", "authority", "post"})
"""Parameters of a refusal that may be posts: called by their titles, where a person reads them."""


class Acting:
    """Answers to tasks, and acts without a task."""

    def __init__(
        self,
        database: Database,
        orchestrator: Orchestrator,
        facts: FactsReader,
        clocks: Clocks,
        aftermath: Aftermath,
    ) -> None:
        self._aftermath = aftermath
        self._database = database
        self._orchestrator = orchestrator
        self._facts = facts
        self._clocks = clocks

    async def answer(
        self,
        task_id: UUID,
        person: Person,
        answer: Mapping[str, Any],
        happened_on: date,
        act_id: UUID,
    ) -> ActReceipt:
        """The person's answer to a task; the same act id always gives the first receipt."""
        storable.insist(answer, happened_on)
        viewer = Viewer.of(person)
        async with self._database.connection() as conn:
            task = await conn.fetchrow(
                f"select t.* from workflow.task t where t.task_id = $8 and {task_condition()}",  # noqa: S608
                *viewer.sql(),
                task_id,
            )
            if task is None:
                raise NotFound("not-found")
            first = await _first_receipt(conn, act_id, answer, happened_on)
            if first is not None:
                return first
            if task["holder_id"] not in {None, person.id}:
                raise Refused("task-held", about="who")
            if task["state"] != "open":
                raise Refused("task-not-open")
            act = await self._act(
                conn,
                viewer,
                act_id,
                kind=task["kind"],
                jurisdiction=task["jurisdiction"],
                task_id=task_id,
                case_id=task["case_id"],
                complaint_id=task["complaint_id"],
                respondent=task["respondent"],
                context=json.loads(task["context"]),
                answer=answer,
                happened_on=happened_on,
            )
        return await self._send(task["workflow_id"], act, answer, happened_on)

    async def act(
        self,
        case_id: UUID,
        kind: str,
        respondent: int | None,
        person: Person,
        answer: Mapping[str, Any],
        happened_on: date,
        act_id: UUID,
    ) -> ActReceipt:
        """What a person does in a case without having been asked; mostly the law has a word."""
        storable.insist(answer, happened_on)
        viewer = Viewer.of(person)
        async with self._database.connection() as conn:
            case = await conn.fetchrow(
                f"select c.* from workflow.cases c where c.case_id = $8 and {case_condition()}",  # noqa: S608
                *viewer.sql(),
                case_id,
            )
            if case is None:
                raise NotFound("not-found")
            first = await _first_receipt(conn, act_id, answer, happened_on)
            if first is not None:
                return first
            workflow_id = await self._workflow(conn, case_id, kind, respondent)
            act = await self._act(
                conn,
                viewer,
                act_id,
                kind=kind,
                jurisdiction=case["jurisdiction"],
                case_id=case_id,
                respondent=respondent,
                answer=answer,
                happened_on=happened_on,
            )
        return await self._send(workflow_id, act, answer, happened_on)

    async def stepped_aside(self, conn: Connection, matter_id: UUID, person_id: str) -> None:
        """Whoever declared a part is asked nothing more: the tracks hear of it."""
        await tell_tracks(conn, self._orchestrator, matter_id, person_id)

    async def _workflow(
        self, conn: Connection, case_id: UUID, kind: str, respondent: int | None
    ) -> str:
        """The workflow that owns the guards of the act: the track's once it has begun."""
        if kind not in OF_TRACKS or respondent is None:
            return case_workflow(case_id)
        row = await conn.fetchrow(
            "select round, track_workflow from workflow.respondent where case_id = $1 and n = $2",
            case_id,
            respondent,
        )
        if row is None:
            raise NotFound("not-found")
        if row["track_workflow"] is None:
            return case_workflow(case_id)
        return track_workflow(case_id, respondent, row["round"])

    async def _act(
        self,
        conn: Connection,
        viewer: Viewer,
        act_id: UUID,
        *,
        kind: str,
        jurisdiction: str,
        answer: Mapping[str, Any],
        happened_on: date,
        task_id: UUID | None = None,
        case_id: UUID | None = None,
        complaint_id: UUID | None = None,
        respondent: int | None = None,
        context: Mapping[str, Any] | None = None,
    ) -> Act:
        recused = await recused_in(conn, case_id, complaint_id)
        if viewer.id in recused:
            cited = Rulebook.load().cite("conflict_of_interest")
            raise Refused(RefusalCode.DECIDER_INVOLVED, about="who", citation=str(cited))
        evidence = await self._sealed(
            conn, jurisdiction, Matter(case_id, complaint_id, task_id), named_evidence(kind, answer)
        )
        await check_scans(conn, case_id, act_id, kind, answer)
        await check_number(conn, jurisdiction, case_id, act_id, kind, answer)
        facts = await self._facts.load(
            conn,
            jurisdiction,
            viewer=viewer,
            kind=kind,
            answer=answer,
            happened_on=happened_on,
            case_id=case_id,
            complaint_id=complaint_id,
            respondent=respondent,
            context=context,
            recused=recused,
            evidence=evidence,
        )
        return Act(
            act_id=act_id,
            task_id=task_id,
            kind=kind,
            case_id=case_id,
            respondent=respondent,
            person=viewer.actor,
            happened_on=happened_on,
            recorded_at=await self._clocks.now(),
            answer=dict(answer),
            facts=facts,
        )

    async def _sealed(
        self, conn: Connection, jurisdiction: str, matter: Matter, named: frozenset[UUID]
    ) -> tuple[UUID, ...]:
        """A paper counts once its scan is sealed, in this matter; a fresh upload is waited for."""
        if not named:
            return ()
        if foreign := await papers.of_another_matter(conn, jurisdiction, matter, named):
            raise Refused("evidence-of-another-matter", item=str(foreign[0]))
        waited = 0.0
        while named - set(sealed := await papers.sealed(conn, matter, named)):
            if waited >= SEAL_PATIENCE:
                raise Refused("evidence-not-sealed", retry_after=timedelta(seconds=5))
            await asyncio.sleep(0.25)
            waited += 0.25
        return sealed

    async def _send(
        self, workflow_id: str, act: Act, answer: Mapping[str, Any], happened_on: date
    ) -> ActReceipt:
        try:
            return await self._orchestrator.answer(workflow_id, act)
        except Refused as refused:
            titles = await self._facts.titles(act.person.jurisdiction)
            refused.params |= {
                name: titles.get(str(said), said)
                for name, said in refused.params.items()
                if name in _POSTS
            }
            raise
        except Ended:
            async with self._database.connection() as conn:
                first = await _first_receipt(conn, act.act_id, answer, happened_on)
            if first is not None:
                return first
            if act.task_id is not None:
                raise Refused("task-not-open") from None
            if act.kind in _REMEDIES:
                return await self._after_the_close(act)
            return await self._aftermath.record(act)

    async def _after_the_close(self, act: Act) -> ActReceipt:
        """A remedy of a date in time, entered late: its track goes on in another round."""
        track = None
        if act.case_id is not None and act.respondent is not None:
            async with self._database.connection() as conn:
                track = await track_for_a_late_paper(conn, act.case_id, act.respondent)
        if track is None:
            raise Refused("already-ended")
        # Looked at before anything is started: a paper out of time leaves no trace.
        check_late_paper(track, act)
        workflow_id = track_workflow(track.case_id, track.n, track.round)
        await self._orchestrator.start("TrackWorkflow", workflow_id, track)
        try:
            return await self._orchestrator.answer(workflow_id, act)
        except Ended:
            raise Refused("already-ended") from None


async def _first_receipt(
    conn: Connection, act_id: UUID, answer: Mapping[str, Any], happened_on: date
) -> ActReceipt | None:
    """What the first sending of this act was answered; another content under its id is refused."""
    row = await conn.fetchrow(
        "select receipt, answer_sha256 from workflow.act where act_id = $1", act_id
    )
    if row is None:
        return None
    if bytes(row["answer_sha256"]) != answer_digest(dict(answer), happened_on):
        raise Malformed("idempotency-key-reused")
    return ActReceipt.model_validate_json(row["receipt"])
