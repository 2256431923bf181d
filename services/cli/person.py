"""`netral person`: the officials' accounts and roles."""

from typing import Annotated

import typer

from services.cli import settings
from services.cli.failing import fail
from services.cli.given import ROLES, a_name, a_nip, a_role, an_id
from services.cli.printing import as_json, as_table
from services.cli.running import database, run
from services.contracts.law import Role
from services.kit.access.writing import AccessWriter
from services.kit.ids import IdMint

person_commands = typer.Typer(no_args_is_help=True, help="The officials who work on cases.")

PersonId = Annotated[str, typer.Argument(help="The person's id, for example inspector-3508.")]
NewId = Annotated[
    str,
    typer.Argument(help="The person's id, for example inspector-3508.", callback=an_id),
]
_ROLES = ", ".join(ROLES)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def nip_digest(nip: str, id_secret: bytes) -> bytes:
    """What is kept of an official's NIP: enough to keep him out of a case about himself."""
    return IdMint(id_secret).digest("nip", nip)


@person_commands.command("add")
def add(
    person_id: NewId,
    name: Annotated[str, typer.Option(help="The name that colleagues read.", callback=a_name)],
    jurisdiction: Annotated[str, typer.Option(help='The regency, "35.08".')],
    role: Annotated[
        list[Role],
        typer.Option(help=f"A role; repeat for more: {_ROLES}.", parser=a_role, metavar="ROLE"),
    ],
    nip: Annotated[
        str | None,
        typer.Option(
            help="Keeps the person out of cases about himself; only a digest is kept.",
            callback=a_nip,
        ),
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Add a person and show the token to sign in with."""
    digest = None
    if nip is not None:
        chosen = settings.read()
        if chosen.id_secret is None:
            fail("NETRAL_ID_SECRET is not set; without it the NIP cannot be compared")
        digest = nip_digest(nip, chosen.id_secret)

    async def work() -> str:
        async with database() as db:
            roles = [each.value for each in role]
            return await AccessWriter(db).add_person(
                person_id, name, jurisdiction, roles, nip_digest=digest
            )

    token = run(work)
    if json:
        as_json({"id": person_id, "token": token})
        return
    typer.echo(f"{person_id}\n{token}\n\nThe token is shown this once; only its hash is kept.")


@person_commands.command("role")
def role_of(
    person_id: PersonId,
    give: Annotated[
        list[Role] | None,
        typer.Option(help="A role to give; repeatable.", parser=a_role, metavar="ROLE"),
    ] = None,
    take: Annotated[
        list[Role] | None,
        typer.Option(help="A role to take; repeatable.", parser=a_role, metavar="ROLE"),
    ] = None,
) -> None:
    """Give or take roles; effective within a second."""
    if not give and not take:
        fail("name a role with --give or --take")

    async def work() -> None:
        async with database() as db:
            writer = AccessWriter(db)
            for role in give or []:
                await writer.give_role(person_id, role.value)
            for role in take or []:
                await writer.take_role(person_id, role.value)

    run(work)
    typer.echo(f"The roles of {person_id} are changed.")


@person_commands.command("disable")
def disable(person_id: PersonId) -> None:
    """Refuse the person from now on; what the person did stays."""

    async def work() -> None:
        async with database() as db:
            await AccessWriter(db).disable_person(person_id)

    run(work)
    typer.echo(f"{person_id} is refused everywhere within a second.")


@person_commands.command("list")
def list_people(
    jurisdiction: Annotated[str | None, typer.Option(help="Only this regency.")] = None,
    *,
    json: Json = False,
) -> None:
    """Show the people."""

    async def work() -> list[dict[str, object]]:
        async with database() as db, db.connection() as conn:
            rows = await conn.fetch(
                "select p.id, p.name, p.jurisdiction, p.disabled_at,"
                " array(select role from access.person_role r"
                "       where r.person_id = p.id order by 1) as roles"
                " from access.person p where $1::text is null or p.jurisdiction = $1"
                " order by p.jurisdiction, p.id",
                jurisdiction,
            )
            return [dict(row) for row in rows]

    rows = run(work)
    if json:
        as_json(rows)
        return
    head = ["id", "name", "jurisdiction", "roles", "disabled_at"]
    as_table(head, [[row[column] for column in head] for row in rows])
