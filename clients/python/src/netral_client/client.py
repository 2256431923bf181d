"""The one object an agency's system needs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import httpx

from netral_client.answers import (
    Claims,
    EvidenceItem,
    Notice,
    Receipt,
    Status,
    SupplementReceipt,
)
from netral_client.patience import Patience, persist
from netral_client.refusals import AlteredError
from netral_client.uploads import Progress, Upload


class Netral:
    """An agency's door to netral; synchronous, safe to repeat, one per credential.

    `base_url` is where complaints go, `evidence_url` where files go (the same unless told
    otherwise). Every method raises `RefusedError` for an answer that repeating cannot change and
    `UnreachableError` when `patience` is used up.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        evidence_url: str | None = None,
        patience: Patience | None = None,
        timeout: timedelta = timedelta(seconds=60),
        language: str = "id",
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._patience = patience or Patience()
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}

        def http(url: str) -> httpx.Client:
            return httpx.Client(
                base_url=url,
                headers=headers,
                timeout=timeout.total_seconds(),
                transport=transport,
                trust_env=False,
            )

        self._intake = http(base_url)
        self._evidence = http(evidence_url or base_url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the connections back."""
        self._intake.close()
        self._evidence.close()

    # Complaints

    def submit(self, complaint: Mapping[str, Any] | bytes, key: str | None = None) -> Receipt:
        """Sends one complaint; returns when it is acknowledged.

        Give your own `key` (at most 255 characters, one a complaint) to be able to repeat after a
        crash of yours; without it one is made and kept through the repetitions of this call.
        """
        key = key or str(uuid4())
        body = self._post("/v1/complaints", complaint, key)
        return Receipt.read(body, key)

    def status(self, complaint_id: str) -> Status:
        """Where your complaint stands; `RefusedError` with status 404 if it is not yours."""
        return Status.read(self._get(self._intake, f"/v1/complaints/{complaint_id}"))

    def complaints(self, **filters: str) -> Iterator[Status]:
        """All your complaints, newest first, page by page as you iterate."""
        for item in self._pages("/v1/complaints", "cursor", filters):
            yield Status.read(item)

    def supplement(
        self,
        complaint_id: str,
        *,
        text: str | None = None,
        evidence: Sequence[Mapping[str, Any]] = (),
        corrections: Sequence[Mapping[str, Any]] = (),
        key: str | None = None,
    ) -> SupplementReceipt:
        """Adds text, evidence or corrections `{pointer, value}`; what was sent first stays."""
        key = key or str(uuid4())
        content: dict[str, Any] = {}
        if text is not None:
            content["text"] = text
        if evidence:
            content["evidence"] = list(evidence)
        if corrections:
            content["corrections"] = list(corrections)
        return SupplementReceipt(
            key, self._post(f"/v1/complaints/{complaint_id}/supplements", content, key)
        )

    def withdraw(
        self, complaint_id: str, *, reason: str | None = None, key: str | None = None
    ) -> SupplementReceipt:
        """Records that you withdraw; the officials are told, and decide: it closes nothing."""
        key = key or str(uuid4())
        content = {} if reason is None else {"reason": reason}
        return SupplementReceipt(
            key, self._post(f"/v1/complaints/{complaint_id}/withdrawal", content, key)
        )

    # Evidence

    def upload(
        self,
        path: Path | str,
        *,
        jurisdiction: str,
        key: str | None = None,
        media_type: str | None = None,
        name: str | None = None,
        claims: Claims | None = None,
        on_progress: Progress | None = None,
        wait: int = 0,
    ) -> EvidenceItem:
        """Sends one file; returns when it is in keeping with the SHA-256 it has here.

        A cut upload is sent again from its start under the same key. `on_progress(sent, size)` is
        called as bytes leave, from 0 again on each attempt. `wait` asks the far side to answer
        only when the file is sealed, for at most so many seconds.
        """
        key = key or str(uuid4())
        upload = Upload(
            Path(path),
            jurisdiction=jurisdiction,
            key=key,
            media_type=media_type,
            name=name,
            claims=claims or Claims(),
            on_progress=on_progress,
            wait=wait,
        )
        answer = persist(lambda: upload.send(self._evidence), self._patience, key=key)
        item = EvidenceItem.read(answer.json(), key)
        if item.sha256 != upload.sha256:
            raise AlteredError(f"sent {upload.sha256}, the far side keeps {item.sha256}")
        return item

    def evidence(self, evidence_id: str) -> EvidenceItem:
        """The state of one file of yours, with what was read in it (`raw`)."""
        return EvidenceItem.read(self._get(self._evidence, f"/v1/evidence/{evidence_id}"))

    def custody(self, evidence_id: str) -> Mapping[str, Any]:
        """Who did what with the file, and when: a hash-chained account."""
        body: Mapping[str, Any] = self._get(self._evidence, f"/v1/evidence/{evidence_id}/custody")
        return body

    def download(self, evidence_id: str, to: Path | str, *, sha256_expected: str) -> Path:
        """Fetches a file and verifies it; an altered byte raises and leaves nothing at `to`."""
        target = Path(to)
        partial = target.with_name(f"{target.name}.part")

        def fetch() -> httpx.Response:
            digest = sha256()
            url = f"/v1/evidence/{evidence_id}/content"
            with self._evidence.stream("GET", url) as response:
                if response.is_error:
                    response.read()
                    return response
                with partial.open("wb") as file:
                    for chunk in response.iter_bytes():
                        digest.update(chunk)
                        file.write(chunk)
            if digest.hexdigest() != sha256_expected:
                raise AlteredError(f"got {digest.hexdigest()}, expected {sha256_expected}")
            return response

        try:
            persist(fetch, self._patience, key=None)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        return target

    # Notices

    def notices(self, after: str | None = None) -> Iterator[Notice]:
        """Every notice in order, after the id given, up to the newest there is now."""
        query = {} if after is None else {"after": after}
        for item in self._pages("/v1/notices", "after", query):
            yield Notice.read(item)

    def listen(
        self, after: str | None = None, *, every: timedelta = timedelta(seconds=5)
    ) -> Iterator[Notice]:
        """Every notice in order, for ever; keep the id of the last one you worked through."""
        while True:
            for notice in self.notices(after):
                yield notice
                after = notice.id
            self._patience.sleep(every.total_seconds())

    def put_webhook(self, url: str) -> str:
        """Asks for deliveries to `url`; answers the secret, which is shown this once."""
        response = persist(
            lambda: self._intake.put("/v1/webhook", json={"url": url}), self._patience, key=None
        )
        return str(response.json()["secret"])

    def _post(self, path: str, content: Mapping[str, Any] | bytes, key: str) -> dict[str, Any]:
        # Serialised once: a repetition must carry the same bytes, or the key is refused.
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        answer = persist(
            lambda: self._intake.post(path, content=body, headers=headers),
            self._patience,
            key=key,
        )
        return dict(answer.json())

    def _get(self, http: httpx.Client, path: str, **query: str) -> dict[str, Any]:
        answer = persist(lambda: http.get(path, params=query), self._patience, key=None)
        return dict(answer.json())

    def _pages(self, path: str, cursor: str, query: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        asked = dict(query)
        while True:
            page = self._get(self._intake, path, **asked)
            yield from page["items"]
            following = page.get("next")
            if not following or not page["items"]:
                return
            asked[cursor] = following
