"""`netral agency`: who may submit, with which tokens."""

from typing import Annotated

import typer

from services.cli.given import a_name, an_id
from services.cli.printing import as_json, as_table
from services.cli.running import database, run
from services.contracts.law import AgencyKind
from services.kit.access.writing import AccessWriter

agency_commands = typer.Typer(no_args_is_help=True, help="The bodies that submit complaints.")

AgencyId = Annotated[str, typer.Argument(help="The agency's id, for example bawaslu-3508.")]
NewId = Annotated[
    str,
    typer.Argument(help="The agency's id, for example bawaslu-3508.", callback=an_id),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _show(agency_id: str, token: str, *, json: bool) -> None:
    if json:
        as_json({"id": agency_id, "token": token})
        return
    typer.echo(f"{agency_id}\n{token}\n\nThe token is shown this once; only its hash is kept.")


@agency_commands.command("add")
def add(
    agency_id: NewId,
    name: Annotated[str, typer.Option(help="The name that officials read.", callback=a_name)],
    kind: Annotated[AgencyKind, typer.Option(help="What it is told depends on it.")],
    jurisdiction: Annotated[
        list[str], typer.Option(help='A regency it may name, "35.08"; repeat for more.')
    ],
    *,
    json: Json = False,
) -> None:
    """Add an agency and show its first token."""

    async def work() -> str:
        async with database() as db:
            return await AccessWriter(db).add_agency(agency_id, name, kind.value, jurisdiction)

    _show(agency_id, run(work), json=json)


@agency_commands.command("rotate")
def rotate(agency_id: AgencyId, *, json: Json = False) -> None:
    """Show a new token; the newest old one stays valid beside it until the next rotation."""

    async def work() -> str:
        async with database() as db:
            return await AccessWriter(db).rotate(agency_id)

    _show(agency_id, run(work), json=json)


@agency_commands.command("revoke")
def revoke(agency_id: AgencyId) -> None:
    """Refuse the agency and all its tokens from now on; what it submitted stays."""

    async def work() -> None:
        async with database() as db:
            await AccessWriter(db).revoke_agency(agency_id)

    run(work)
    typer.echo(f"{agency_id} is refused everywhere within a second.")


@agency_commands.command("list")
def list_agencies(*, json: Json = False) -> None:
    """Show the agencies."""

    async def work() -> list[dict[str, object]]:
        async with database() as db, db.connection() as conn:
            rows = await conn.fetch(
                "select a.id, a.name, a.kind, a.revoked_at,"
                " array(select jurisdiction from access.agency_jurisdiction j"
                "       where j.agency_id = a.id order by 1) as jurisdictions,"
                " (select count(*) from access.agency_token t"
                "  where t.agency_id = a.id and t.revoked_at is null) as tokens"
                " from access.agency a order by a.id"
            )
            return [dict(row) for row in rows]

    rows = run(work)
    if json:
        as_json(rows)
        return
    head = ["id", "name", "kind", "jurisdictions", "tokens", "revoked_at"]
    as_table(head, [[row[column] for column in head] for row in rows])
