"""Only what a demo made is ever replaced; looked at on a real Postgres."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from deploy.demo.fresh import NotOursError, fresh_stack, remember
from deploy.embedded import Stack, atomic

pytestmark = [pytest.mark.stack, pytest.mark.timeout(120)]

COMPLAINTS = """
    create schema if not exists intake; create schema if not exists evidence;
    create table if not exists intake.complaint (n int);
    create table if not exists evidence.item (n int);
    insert into intake.complaint values (1);
"""

DIRECTORY = """
    create schema access;
    create table access.agency (id text);
    create table access.person (id text);
    create table access.jurisdiction (code text);
    insert into access.agency values ('bkn');
    insert into access.jurisdiction values ('35.08');
"""


async def put_a_complaint(dsn: str) -> None:
    await put(dsn, COMPLAINTS)


async def put(dsn: str, rows: str) -> None:
    administrator = await asyncpg.connect(dsn.rsplit("/", 1)[0] + "/postgres")
    try:
        if not await administrator.fetchval("select 1 from pg_database where datname = 'netral'"):
            await administrator.execute("create database netral")
    finally:
        await administrator.close()
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(rows)
    finally:
        await connection.close()


def test_what_a_demo_left_is_replaced_and_what_came_after_it_is_not(tmp_path: Path) -> None:
    fresh_stack(tmp_path)
    with Stack(tmp_path, only={"postgres"}, tied=True) as stack:
        asyncio.run(put_a_complaint(stack.dsn))
        remember(stack)
    fresh_stack(tmp_path)
    assert not (tmp_path / "data" / "postgres").exists()

    with Stack(tmp_path, only={"postgres"}, tied=True) as stack:
        remember(stack)
        asyncio.run(put_a_complaint(stack.dsn))
    with pytest.raises(NotOursError, match="make reset"):
        fresh_stack(tmp_path)
    assert (tmp_path / "data" / "postgres").exists()


def test_an_installation_without_complaints_is_nothing(tmp_path: Path) -> None:
    with Stack(tmp_path, only={"postgres"}, tied=True):
        pass

    fresh_stack(tmp_path)

    assert not (tmp_path / "data" / "postgres").exists()


def test_who_was_added_to_the_seed_is_not_forgotten(tmp_path: Path) -> None:
    with Stack(tmp_path, only={"postgres"}, tied=True) as stack:
        asyncio.run(put(stack.dsn, DIRECTORY))
        seed = {"agencies": [{"id": "bkn", "jurisdictions": ["35.08"]}], "people": []}
        atomic.write_json(stack.folder.seed, seed)
    fresh_stack(tmp_path)
    assert not (tmp_path / "data" / "postgres").exists(), "the seed alone is nothing"

    with Stack(tmp_path, only={"postgres"}, tied=True) as stack:
        asyncio.run(put(stack.dsn, DIRECTORY + "insert into access.person values ('added');"))
        atomic.write_json(stack.folder.seed, seed)
    (tmp_path / "data" / "demo").write_text("0", encoding="utf-8")
    with pytest.raises(NotOursError, match="people or agencies"):
        fresh_stack(tmp_path)
