"""`netral reconcile`: does every acknowledged complaint have exactly one place?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import typer

from services.cli.failing import REFUSED
from services.cli.printing import as_json, as_table
from services.cli.running import database, run
from services.kit.database import Connection

# Read in one snapshot, from both sides: intake's own rows, and the workflow service's.
_COUNTS = """
select
  (select count(*) from intake.complaint) as acknowledged,
  (select count(*) from workflow.complaint where state = 'opened') as opened,
  (select count(*) from workflow.complaint where state = 'joined') as joined,
  (select count(*) from workflow.complaint where state = 'settled') as settled,
  (select count(*) from workflow.complaint where state in ('pending', 'started')) as in_triage,
  (select count(*) from intake.complaint i where not exists
     (select 1 from workflow.complaint w where w.complaint_id = i.complaint_id)) as on_the_way
"""
_OLDEST = """
select i.complaint_id, i.recorded_at, coalesce(w.state, 'on the way') as state
from intake.complaint i left join workflow.complaint w using (complaint_id)
where w.state is null or w.state in ('pending', 'started')
order by i.recorded_at limit 1
"""
_WRONG = {
    "in the register, never acknowledged": """
        select complaint_id from workflow.complaint w where not exists
          (select 1 from intake.complaint i where i.complaint_id = w.complaint_id)""",
    "said to be opened or joined, in a case that is not there": """
        select complaint_id from workflow.complaint w where state in ('opened', 'joined')
          and not exists (select 1 from workflow.cases c where c.case_id = w.case_id)""",
    "opened more than one case": """
        select complaint_id from workflow.cases group by complaint_id having count(*) > 1""",
}


@dataclass
class Account:
    """Both sides of the books."""

    acknowledged: int
    opened: int
    joined: int
    settled: int
    waiting: int
    oldest_waiting: datetime | None
    oldest_complaint: str | None
    wrong: dict[str, list[str]]

    @property
    def adds_up(self) -> bool:
        """Whether nothing is lost, doubled or invented."""
        placed = self.opened + self.joined + self.settled + self.waiting
        return self.acknowledged == placed and not self.wrong


async def account(conn: Connection) -> Account:
    """The books as they stand in one snapshot (the caller's transaction)."""
    counts = await conn.fetchrow(_COUNTS)
    oldest = await conn.fetchrow(_OLDEST)
    wrong = {}
    for what, query in _WRONG.items():
        rows = await conn.fetch(query)
        if rows:
            wrong[what] = [str(row["complaint_id"]) for row in rows]
    return Account(
        acknowledged=counts["acknowledged"],
        opened=counts["opened"],
        joined=counts["joined"],
        settled=counts["settled"],
        waiting=counts["in_triage"] + counts["on_the_way"],
        oldest_waiting=oldest["recorded_at"] if oldest else None,
        oldest_complaint=str(oldest["complaint_id"]) if oldest else None,
        wrong=wrong,
    )


def reconcile(*, json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show acknowledged = opened + joined + settled + waiting; exit code 1 if it is not so."""

    async def work() -> Account:
        async with (
            database() as db,
            db.connection() as conn,
            conn.transaction(isolation="repeatable_read", readonly=True),
        ):
            return await account(conn)

    found = run(work)
    if json:
        shown: dict[str, Any] = vars(found) | {"adds_up": found.adds_up}
        as_json(shown)
    else:
        head = ["acknowledged", "opened", "joined", "settled", "waiting", "oldest waiting since"]
        numbers = [found.acknowledged, found.opened, found.joined, found.settled, found.waiting]
        as_table(head, [[*numbers, found.oldest_waiting]])
        for what, ids in found.wrong.items():
            typer.secho(f"{what}: {', '.join(ids)}", err=True, fg=typer.colors.RED)
        typer.echo("It adds up." if found.adds_up else "It does NOT add up.")
    if not found.adds_up:
        raise typer.Exit(REFUSED)
