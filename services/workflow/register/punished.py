"""For which act a person was punished already, in whatever case; and that it is never done twice.

Judged by the act's days and violations; shown is kind, number and date, and nothing of the case.
"""

from uuid import UUID

from services.kit.database import Connection
from services.workflow.acts import Facts
from services.workflow.failures import lawful_refusal
from services.workflow.guards.punishing import twice
from services.workflow.rules.same_act import Punished, first_for


async def punished_elsewhere(
    conn: Connection, case_id: UUID | None, respondent: int | None
) -> tuple[Punished, ...]:
    """Sanctions decided against the same number of employment, but not in this very matter."""
    rows = await conn.fetch(
        "select r.punished from workflow.respondent me join workflow.respondent r"
        " on r.nip_digest = me.nip_digest and (r.case_id, r.n) <> (me.case_id, me.n)"
        " where me.case_id = $1 and me.n = $2 and r.punished is not null"
        " and coalesce(r.outcome, 'sanctioned') = 'sanctioned'"
        " order by r.punished->>'decided_on', r.punished->>'number'",
        case_id,
        respondent,
    )
    return tuple(Punished.model_validate_json(row["punished"]) for row in rows)


async def punish(
    conn: Connection, case_id: UUID, respondent: int, punished: Punished, known: Facts
) -> None:
    """Keep the decision; refused if another for the same act came after the guard had looked.

    Decisions about one person wait here for each other: the lock ends with the transaction.
    """
    await conn.execute(
        "select pg_advisory_xact_lock(hashtextextended(encode(nip_digest, 'hex'), 0))"
        " from workflow.respondent where case_id = $1 and n = $2 and nip_digest is not null",
        case_id,
        respondent,
    )
    now = await punished_elsewhere(conn, case_id, respondent)
    unseen = [one for one in now if one not in known.punished]
    again = first_for(unseen, punished.act_from, punished.act_to, punished.violations)
    if again is not None:
        raise lawful_refusal(twice(known, again))
    await _write(conn, case_id, respondent, punished)


async def forget(conn: Connection, case_id: UUID, respondent: int) -> None:
    """The decision was sent back: nothing is imposed."""
    await _write(conn, case_id, respondent, None)


async def _write(
    conn: Connection, case_id: UUID, respondent: int, punished: Punished | None
) -> None:
    await conn.execute(
        "update workflow.respondent set punished = $3::jsonb where case_id = $1 and n = $2",
        case_id,
        respondent,
        None if punished is None else punished.model_dump_json(),
    )
