"""What may still be recorded when a case is closed: the criminal matter beside it goes its own way.

It changes nothing in the case, so no workflow is needed: the register is written directly, once.
"""

from datetime import date
from typing import cast

import asyncpg
from pydantic import ValidationError
from temporalio.exceptions import ApplicationError

from services.kit.database import Connection, Database
from services.kit.errors import Failure, Refused
from services.kit.sealing import Sealer
from services.workflow.activities.orders import ActToRecord
from services.workflow.acts import Act, ActReceipt
from services.workflow.failures import as_failure, lawful_refusal, malformed
from services.workflow.forms import form_of
from services.workflow.forms.form import Form
from services.workflow.forms.kinds import AnytimeKind
from services.workflow.forms.tracks.remedy_received import AppealReceived, ObjectionReceived
from services.workflow.guards.dossier import opened_dossier
from services.workflow.guards.remedies import check_remedy
from services.workflow.register.numbers import next_number
from services.workflow.register.timeline import write_act
from services.workflow.rules.paper_dates import check_paper_date
from services.workflow.rules.refusals import LawRefusal
from services.workflow.rules.substitution import taking_part
from services.workflow.workflows.asked import acted_as, check_dates, filled
from services.workflow.workflows.state import LateRemedy, OpenedTrack, Scope, case_workflow

BESIDE = frozenset({AnytimeKind.CRIMINAL_REFERRAL, AnytimeKind.CRIMINAL_RESULT})
_SERIES = "beside"


class Aftermath:
    """Records what comes after the close of a case."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer

    async def record(self, act: Act) -> ActReceipt:
        """The act in the register of a closed case; refuses what does not go beside it."""
        try:
            return await self._record(act)
        except asyncpg.UniqueViolationError as error:
            # A twin of the same act was first: its repetition reads the first receipt.
            raise Refused("task-being-answered") from error

    async def _record(self, act: Act) -> ActReceipt:
        form = form_of(act.kind)
        if act.kind not in BESIDE or act.case_id is None or form is None:
            raise Refused("already-ended")
        given = _checked(form, act)
        async with self._database.transaction() as conn:
            await self._check_referred(conn, act)
            number = await next_number(conn, act.person.jurisdiction, 0, f"{_SERIES}/{act.case_id}")
            order = ActToRecord(
                scope=Scope(
                    workflow_id=case_workflow(act.case_id),
                    jurisdiction=act.person.jurisdiction,
                    case_id=act.case_id,
                ),
                # Below zero: the workflow itself numbered its steps from one.
                step=-number,
                act=act,
                role=acted_as(act.person, given),
                citation=given.citation,
            )
            receipt = ActReceipt(
                act_id=act.act_id,
                kind=act.kind,
                case_id=act.case_id,
                respondent=act.respondent,
                happened_on=act.happened_on,
                recorded_at=act.recorded_at,
            )
            await write_act(conn, order, receipt, self._sealer)
        return receipt

    @staticmethod
    async def _check_referred(conn: Connection, act: Act) -> None:
        if act.kind == AnytimeKind.CRIMINAL_REFERRAL:
            opened_on = await conn.fetchval(
                "select opened_on from workflow.cases where case_id = $1", act.case_id
            )
            letter_on = date.fromisoformat(str(act.answer["letter_date"]))
            _check_not_before(act, letter_on, opened_on, "case_opened")
        if act.kind != AnytimeKind.CRIMINAL_RESULT:
            return
        referred_on = await conn.fetchval(
            "select min(paper_date) from workflow.act where case_id = $1 and kind = $2",
            act.case_id,
            AnytimeKind.CRIMINAL_REFERRAL,
        )
        if referred_on is None:
            raise Refused("no-criminal-referral")
        _check_not_before(act, act.happened_on, referred_on, AnytimeKind.CRIMINAL_REFERRAL)


def _check_not_before(act: Act, day: date, floor: date, step: str) -> None:
    try:
        check_paper_date(day, today=act.facts.today, not_before=floor, step=step)
    except LawRefusal as law:
        raise _said(as_failure(lawful_refusal(law))) from None


def check_late_paper(track: OpenedTrack, act: Act) -> None:
    """Refuses a remedy after its period, of the wrong kind, or that its form cannot read."""
    form = form_of(act.kind)
    late = LateRemedy.model_validate(track.carried)
    if form is None:
        raise Refused("already-ended")
    given = _checked(form, act)
    dossier = opened_dossier(track).with_(remedy=late.period, received_on=late.received_on)
    try:
        check_remedy(dossier, cast("ObjectionReceived | AppealReceived", given), already=False)
    except ApplicationError as error:
        raise _said(as_failure(error)) from None


def _checked(form: type[Form], act: Act) -> Form:
    # As before the close.
    if not set(act.person.roles) & set(
        taking_part(form.roles, outside=act.facts.about_inspectorate)
    ):
        raise Refused("not-your-act", about="who", kind=act.kind)
    try:
        given = filled(form, act)
        check_dates(act, given, None)
    except LawRefusal as law:
        raise _said(as_failure(lawful_refusal(law))) from None
    except ValidationError as error:
        raise _said(as_failure(malformed(error))) from None
    return given


def _said(failure: Failure | None) -> Failure:
    if failure is None:
        raise AssertionError("a refusal of ours is always read again")
    return failure
