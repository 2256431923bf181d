from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from netral_client import AlteredError, Claims, RefusedError, content_digest

from clients.python.tests.far_side import FarSide, a_problem

BYTES = bytes(range(256)) * 4096


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "foto.jpg"
    path.write_bytes(BYTES)
    return path


def kept(digest: str | None = None) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        found = digest or sha256(request.content).hexdigest()
        body = {
            "evidence_id": "e1",
            "sha256": found,
            "size": len(request.content),
            "state": "received",
        }
        return httpx.Response(202, json=body)

    return answer


def test_a_cut_upload_is_sent_again_from_its_start_under_the_same_key(photo: Path) -> None:
    far = FarSide(httpx.WriteError("cut"), httpx.ReadError("cut"), kept())
    told: list[tuple[int, int]] = []

    item = far.client().upload(
        photo, jurisdiction="61.05", on_progress=lambda sent, size: told.append((sent, size))
    )

    assert item.sha256 == sha256(BYTES).hexdigest()
    assert len({request.headers["Idempotency-Key"] for request in far.asked}) == 1
    assert all(request.content == BYTES for request in far.asked)
    assert told.count((0, len(BYTES))) == 3
    assert told[-1] == (len(BYTES), len(BYTES))


def test_an_upload_says_its_length_type_digest_and_claims(photo: Path) -> None:
    far = FarSide(kept())

    far.client().upload(
        photo,
        jurisdiction="61.05",
        name="foto 1.jpg",
        claims=Claims(place="Lapangan"),
        wait=5,
        key="k",
    )

    request = far.asked[0]
    assert request.url.host == "evidence.test"
    assert dict(request.url.params) == {"jurisdiction": "61.05", "place": "Lapangan"}
    assert request.headers["Content-Disposition"] == "attachment; filename*=UTF-8''foto%201.jpg"
    assert request.headers["Content-Length"] == str(len(BYTES))
    assert "Transfer-Encoding" not in request.headers
    assert request.headers["Content-Type"] == "image/jpeg"
    assert request.headers["Content-Digest"] == content_digest(sha256(BYTES).hexdigest())
    assert request.headers["Prefer"] == "wait=5"


def test_a_file_kept_with_another_digest_is_an_error(photo: Path) -> None:
    far = FarSide(kept("ab" * 32))

    with pytest.raises(AlteredError):
        far.client().upload(photo, jurisdiction="61.05")


def test_a_refused_type_is_not_sent_twice(photo: Path) -> None:
    far = FarSide(a_problem(415, "type-not-allowed"))

    with pytest.raises(RefusedError, match="type-not-allowed"):
        far.client().upload(photo, jurisdiction="61.05")

    assert len(far.asked) == 1


def test_a_download_is_kept_only_when_its_digest_is_right(tmp_path: Path) -> None:
    right = tmp_path / "right"
    wrong = tmp_path / "wrong"
    far = FarSide(httpx.Response(200, content=BYTES), httpx.Response(200, content=b"altered"))
    client = far.client()

    client.download("e1", right, sha256_expected=sha256(BYTES).hexdigest())
    with pytest.raises(AlteredError):
        client.download("e1", wrong, sha256_expected=sha256(BYTES).hexdigest())

    assert right.read_bytes() == BYTES
    assert [path.name for path in tmp_path.iterdir()] == ["right"]
