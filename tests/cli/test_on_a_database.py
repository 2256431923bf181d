import json
from collections.abc import Callable
from pathlib import Path

import pytest

from services.cli import posts_file
from services.kit.database import Database
from tests.cli.calling import Said, call
from tests.stack import TestDatabase

Netral = Callable[..., Said]


@pytest.fixture(scope="module")
def env(database: TestDatabase) -> dict[str, str]:
    return database.environment("cli")


@pytest.fixture
def netral(env: dict[str, str], tmp_path: Path) -> Netral:
    def _call(*words: str, **more: str) -> Said:
        return call(*words, env=env | more, cwd=tmp_path)

    return _call


def test_migrating_again_changes_nothing(netral: Netral) -> None:
    first, again = netral("migrate", "--json"), netral("migrate", "--json")

    assert (first.code, again.code) == (0, 0)
    assert json.loads(again.out)["created"] is False
    assert json.loads(again.out)["loaded"] == {}
    assert set(json.loads(again.out)["revisions"]) == {"access", "intake", "evidence", "workflow"}


def test_a_sandbox_never_becomes_production(netral: Netral) -> None:
    said = netral("migrate", NETRAL_SANDBOX="false")

    assert said.code == 1
    assert "was made as a sandbox" in said.err


def test_no_service_reads_anothers_rows(database: TestDatabase) -> None:
    import asyncio  # noqa: PLC0415

    import asyncpg  # noqa: PLC0415

    async def tried(role: str, query: str) -> str:
        conn = await asyncpg.connect(database.dsn_of(role))
        try:
            await conn.execute(query)
        except asyncpg.InsufficientPrivilegeError:
            return "refused"
        finally:
            await conn.close()
        return "done"

    async def all_of_them() -> list[str]:
        return [
            await tried("evidence", "select * from intake.complaint"),
            await tried("intake", "select * from workflow.cases"),
            await tried("workflow", "select * from intake.complaint_key"),
            await tried("intake", "insert into access.jurisdiction values ('a', 'b', 'c')"),
            await tried("evidence", "create table evidence.mine (n int)"),
            await tried("intake", "select * from access.agency"),
            await tried("workflow", "select * from workflow.cases"),
        ]

    assert asyncio.run(all_of_them()) == ["refused"] * 5 + ["done"] * 2


def test_the_seed_is_the_same_again(netral: Netral, tmp_path: Path) -> None:
    state = tmp_path / "tokens.json"
    first = netral("sandbox", "seed", "--json", "--state", str(state))
    again = netral("sandbox", "seed", "--json", "--state", str(state))

    world = json.loads(first.out)
    assert world == json.loads(again.out)
    assert (state.stat().st_mode & 0o777) == 0o600
    roles = {role for person in world["people"] for role in person["roles"]}
    assert {"intake_officer", "inspector", "ppk", "substitute", "village_head"} <= roles
    assert all(agency["token"].startswith("nta_") for agency in world["agencies"])
    assert len({entry["token"] for entry in world["agencies"] + world["people"]}) == len(
        world["agencies"]
    ) + len(world["people"])


async def test_a_revoked_agency_is_out_and_a_rotated_one_has_two_tokens(
    netral: Netral, database: TestDatabase
) -> None:
    netral("sandbox", "seed")
    words = ("--name", "Contoh", "--kind", "opd", "--jurisdiction", "35.08", "--json")
    first = json.loads(netral("agency", "add", "opd-x", *words).out)["token"]
    second = json.loads(netral("agency", "rotate", "opd-x", "--json").out)["token"]
    third = json.loads(netral("agency", "rotate", "opd-x", "--json").out)["token"]
    from services.kit.access.directory import Directory  # noqa: PLC0415

    pool = Database(database.dsn, size=1)
    known = [await Directory(pool).agency_by_token(token) for token in (first, second, third)]
    revoked = netral("agency", "revoke", "opd-x")
    after = await Directory(pool).agency_by_token(third)
    await pool.close()

    assert [agency is not None for agency in known] == [False, True, True]
    assert revoked.code == 0
    assert after is None


def test_posts_are_imported_whole_or_not_at_all(netral: Netral, tmp_path: Path) -> None:
    netral("sandbox", "seed")
    head = ",".join(posts_file.COLUMNS)
    office = "office,opd-9,35.08,Dinas Contoh 9,opd" + "," * 8
    post = "post,opd-9-head,,Kepala,,opd-9,jpt_pratama,secretary-3508,,,,,"
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_text(f"{head}\n{office}\npost,opd-9-x,,Kasi,,opd-9,chief,,,,,,\n", "utf-8")
    good.write_text(f"﻿{head}\n{office}\n{post}\n", "utf-8")

    refused = netral("posts", "import", str(bad))
    listed = netral("posts", "list", "35.08")
    imported = netral("posts", "import", str(good))

    assert refused.code == 1
    assert "line 3" in refused.err
    assert "nothing was imported" in refused.err
    assert "opd-9" not in listed.out
    assert imported.out == "Imported 1 offices and 1 posts.\n"


def test_the_clock_goes_forward_only(netral: Netral) -> None:
    forward = netral("sandbox", "advance", "--to", "2031-03-03", "--json")
    back = netral("sandbox", "advance", "--to", "2030-01-01")
    both = netral("sandbox", "advance", "--to", "2032-01-01", "--working-days", "3")
    none = netral("sandbox", "advance", "--to-next-deadline")
    days = netral("sandbox", "advance", "--working-days", "5", "--json")

    assert json.loads(forward.out)["now"] == "2031-03-03T08:00:00+07:00"
    assert (back.code, both.code, none.code) == (1, 1, 1)
    assert "never goes back" in back.err
    assert json.loads(days.out)["now"].startswith("2031-03-10")


def test_the_books_add_up_or_the_exit_code_says_so(netral: Netral, database: TestDatabase) -> None:
    import asyncio  # noqa: PLC0415

    async def invent() -> None:
        pool = Database(database.dsn, size=1)
        async with pool.transaction() as conn:
            await conn.execute(
                "insert into workflow.complaint (complaint_id, agency_id, agency_kind,"
                " jurisdiction, kind, received_at, body_sha256, sequence, state) values"
                " (gen_random_uuid(), 'x', 'opd', '35.08', 'report', now(), 'ab', 1, 'opened')"
            )
        await pool.close()

    even = netral("reconcile")
    asyncio.run(invent())
    odd = netral("reconcile", "--json")

    assert (even.code, odd.code) == (0, 1)
    assert "It adds up." in even.out
    told = json.loads(odd.out)
    assert told["adds_up"] is False
    assert set(told["wrong"]) == {
        "in the register, never acknowledged",
        "said to be opened or joined, in a case that is not there",
    }


def test_a_holiday_that_comes_late_is_a_new_version(netral: Netral, tmp_path: Path) -> None:
    file = tmp_path / "days.csv"
    file.write_text(
        "day,kind,name,source,jurisdiction\n2028-08-18,government,Contoh,SKB 1/2028,\n", "utf-8"
    )
    said = netral("calendar", "import", str(file), "--source", "SKB 1/2028")
    listed = json.loads(netral("calendar", "list", "2028", "--json").out)
    kept = json.loads(netral("calendar", "list", "2019", "--json").out)

    assert said.code == 0
    assert "+ 2028-08-18 everywhere Contoh" in said.out
    assert (listed["version"], len(listed["days"])) == (2, 1)
    assert len(kept["days"]) > 10


def test_a_missing_setting_is_named(tmp_path: Path) -> None:
    said = call("reconcile", cwd=tmp_path)

    assert said.code == 1
    assert "NETRAL_ADMIN_DSN is not set" in said.err
    assert "Traceback" not in said.err


def test_a_database_that_is_away_is_one_line(tmp_path: Path) -> None:
    dsn = {"NETRAL_ADMIN_DSN": "postgresql://x:y@127.0.0.1:9/netral"}
    said = call("reconcile", env=dsn, cwd=tmp_path)

    assert said.code == 75
    assert said.err.count("\n") == 1
    assert "cannot be reached" in said.err


def test_a_running_stack_in_the_folder_gives_the_settings(
    env: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / ".netral").mkdir()
    lines = [f"{key}={value}" for key, value in env.items() if key.startswith("NETRAL_")]
    (tmp_path / ".netral" / "env").write_text("\n".join(lines), "utf-8")

    assert call("sandbox", "clock", cwd=tmp_path).code == 0
