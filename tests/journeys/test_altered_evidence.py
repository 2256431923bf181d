"""A byte that was changed behind our back is never served."""

import asyncio
from io import BytesIO
from pathlib import Path

import asyncpg
import httpx
import pytest
from minio import Minio
from urllib3 import PoolManager

from deploy.demo.cast import Cast
from deploy.demo.evidence.papers import a_paper
from deploy.demo.record import Record
from deploy.demo.senders import Sender
from deploy.demo.waiting import until
from deploy.embedded import Stack

pytestmark = [pytest.mark.stack, pytest.mark.timeout(120)]
VAULT = "netral-vault"


def test_altered_bytes_in_the_vault_are_refused_to_the_last_one(
    sandbox: Stack, cast: Cast, record: Record, tmp_path: Path
) -> None:
    sender = Sender("bawaslu-3508", cast, record, story=0)
    paper = a_paper(tmp_path / "asli.pdf", title="ASLI", lines=["contoh"])
    evidence_id = sender.upload(paper, "35.08")
    until(lambda: sender.client.evidence(evidence_id).state == "sealed", "seal")
    assert content(cast, evidence_id).content == paper.read_bytes()

    asyncio.run(point_at_an_altered_version(sandbox, evidence_id, paper.read_bytes()))

    try:
        answer = content(cast, evidence_id)
    except httpx.RemoteProtocolError:
        return  # hung up before the altered block: nothing of it left
    assert answer.status_code >= 500
    assert b"%PDF" not in answer.content


def content(cast: Cast, evidence_id: str) -> httpx.Response:
    return httpx.get(
        f"{cast.evidence_url}/v1/evidence/{evidence_id}/content",
        headers={"Authorization": f"Bearer {cast.agencies['bawaslu-3508']['token']}"},
        trust_env=False,
    )


async def point_at_an_altered_version(stack: Stack, evidence_id: str, original: bytes) -> None:
    """As somebody could who has both the store's and the database's passwords."""
    altered = original.replace(b"%PDF-1", b"%PDF-2", 1)
    assert altered != original
    info = stack.info
    pool = PoolManager()
    store = Minio(
        info["s3_endpoint"].removeprefix("http://"),
        info["s3_access_key"],
        info["s3_secret_key"],
        secure=False,
        http_client=pool,
    )
    connection = await asyncpg.connect(stack.dsn)
    try:
        key = await connection.fetchval(
            "select vault_key from evidence.item where evidence_id = $1", evidence_id
        )
        written = store.put_object(VAULT, key, BytesIO(altered), len(altered))
        done = await connection.execute(
            "update evidence.item set vault_version = $2 where evidence_id = $1",
            evidence_id,
            written.version_id,
        )
        assert done == "UPDATE 1"
    finally:
        await connection.close()
        pool.clear()
