"""A mistake in a command is one clear line and an exit code, and nothing happened."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from tests.cli.calling import Said, call
from tests.stack import TestDatabase

Netral = Callable[..., Said]
AGENCY = ("--name", "Contoh", "--kind", "opd", "--jurisdiction", "35.08")
FORM = "a-z, 0-9, dots and dashes within, at most 63"
PERSON = ("--name", "Pegawai Contoh 1", "--jurisdiction", "35.08", "--role", "auditor")


@pytest.fixture(scope="module")
def netral(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Netral:
    folder: Path = tmp_path_factory.mktemp("given")
    env = database.environment("cli")

    def _call(*words: str) -> Said:
        return call(*words, env=env, cwd=folder)

    _call("jurisdiction", "add", "35.08", "--name", "Kabupaten", "--zone", "Asia/Jakarta")
    return _call


@pytest.mark.parametrize("wrong", ["office:35.08", "bad id!", "OPD-1", "-opd", "opd-", "a" * 64])
@pytest.mark.parametrize("word", ["agency", "person"])
def test_an_id_has_one_form(netral: Netral, word: str, wrong: str) -> None:
    said = netral(word, "add", *(AGENCY if word == "agency" else PERSON), "--", wrong)

    assert said.code == 2
    assert said.err == f'netral: "{wrong}" is not an id: {FORM}\n'
    listed = netral(word, "list").out.splitlines()
    assert not [line for line in listed if line.startswith(f"{wrong} ")]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("agency", "add", "opd-1", *AGENCY[2:], "--name", " "), "a name has"),
        (("person", "add", "p-1", *PERSON, "--nip", "123"), "18 digits"),
        (("person", "add", "p-1", *PERSON, "--role", "president"), "is not one of"),
        (("jurisdiction", "add", "35.09", "--name", "X", "--zone", "Europe/Berlin"), "not one of"),
        (("set-aside", "list", "--state", "foo"), "foo"),
    ],
)
def test_what_cannot_be_meant_is_refused_as_a_wrong_command(
    netral: Netral, words: tuple[str, ...], line: str
) -> None:
    said = netral(*words)

    assert said.code == 2
    assert line in said.err


def test_a_regency_that_is_not_here_is_named(netral: Netral) -> None:
    said = netral("agency", "add", "opd-1", *AGENCY[:-1], "99.99")

    assert (said.code, said.err) == (1, "netral: there is no jurisdiction 99.99 here\n")


def test_a_revoked_agency_gets_no_new_token(netral: Netral) -> None:
    added = netral("agency", "add", "opd-9", *AGENCY)
    netral("agency", "revoke", "opd-9")
    said = netral("agency", "rotate", "opd-9")

    assert (added.code, said.code, said.out) == (0, 1, "")
    assert "revoked for good" in said.err


@pytest.mark.parametrize("wrong", ["office:35.08", "OPD-1"])
def test_the_database_takes_no_other_id_either(
    netral: Netral, database: TestDatabase, wrong: str
) -> None:
    async def insert() -> None:
        conn = await asyncpg.connect(database.dsn)
        try:
            await conn.execute("insert into access.agency values ($1, 'Contoh', 'opd')", wrong)
        finally:
            await conn.close()

    with pytest.raises(asyncpg.CheckViolationError):
        asyncio.run(insert())
