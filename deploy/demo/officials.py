"""An official at work over HTTP: finds the task, takes it, answers it; uploads signed papers."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from netral_client import EvidenceItem, Patience, RefusedError, content_digest, sha256_of
from netral_client.patience import persist

from deploy.demo.cast import Cast
from deploy.demo.matter import Kept, Matter
from deploy.demo.record import Record
from deploy.demo.waiting import until

_VIEWS = ("mine", "office", "unassigned")
_SEAL_SECONDS = 10


class Official:
    """One person with his own token. What is refused to him raises `RefusedError`."""

    def __init__(self, person_id: str, cast: Cast, record: Record) -> None:
        self.id = person_id
        self.jurisdiction = str(cast.people[person_id]["jurisdiction"])
        self._token = str(cast.people[person_id]["token"])
        self._evidence_url = cast.evidence_url
        self._record = record
        self._http = httpx.Client(
            base_url=cast.workflow_url,
            headers={"Authorization": f"Bearer {self._token}", "Accept-Language": "en"},
            timeout=30,
            trust_env=False,
        )
        record.connections.callback(self._http.close)

    # Looking

    def get(self, path: str, **query: str) -> Any:  # noqa: ANN401 - the JSON of an answer
        """What the officials' API says."""
        return persist(lambda: self._http.get(path, params=query), Patience(), key=None).json()

    def task(self, kind: str, matter: Matter, respondent: int | None = None) -> Mapping[str, Any]:
        """The open task of that kind in this matter, as soon as this person sees it."""
        found: Mapping[str, Any] = until(
            lambda: self.sees(kind, matter, respondent), f"task {kind} for {self.id}"
        )
        return found

    def sees(
        self, kind: str, matter: Matter, respondent: int | None = None
    ) -> Mapping[str, Any] | None:
        """That task if this person sees it now."""
        for view in _VIEWS:
            for task in self.get("/v1/tasks", view=view)["items"]:
                if task["kind"] == kind and _concerns(task, matter, respondent):
                    return dict(task)
        return None

    def complaint(self, matter: Matter) -> Mapping[str, Any]:
        """The complaint as this person sees it."""
        return dict(self.get(f"/v1/complaints/{matter.complaint_id}"))

    def case(self, matter: Matter) -> Mapping[str, Any]:
        """The case as this person sees it."""
        return dict(self.get(f"/v1/cases/{matter.case}"))

    # Acting

    def answer(
        self,
        kind: str,
        matter: Matter,
        on: date,
        *,
        respondent: int | None = None,
        **answer: Any,  # noqa: ANN401 - the fields of the form
    ) -> Mapping[str, Any]:
        """Takes the task and answers it with a paper of that date."""
        task = self.task(kind, matter, respondent)
        task_id = task["task_id"]
        if task.get("holder_id") != self.id:
            self._post(f"/v1/tasks/{task_id}/claim", {})
        body = {"happened_on": on.isoformat(), "answer": _plain(answer)}
        return self._post(f"/v1/tasks/{task_id}/answer", body)

    def release(self, kind: str, matter: Matter) -> None:
        """Gives a task back that this person took."""
        self._post(f"/v1/tasks/{self.task(kind, matter)['task_id']}/release", {})

    def act(
        self,
        kind: str,
        matter: Matter,
        on: date,
        *,
        respondent: int | None = None,
        **answer: Any,  # noqa: ANN401 - the fields of the form
    ) -> Mapping[str, Any]:
        """Does what may be done at any time, without a task."""
        body: dict[str, Any] = {
            "kind": kind,
            "happened_on": on.isoformat(),
            "answer": _plain(answer),
        }
        if respondent is not None:
            body["respondent"] = respondent
        return self._post(f"/v1/cases/{matter.case}/acts", body)

    # Papers and files

    def upload(self, path: Path, matter: Matter) -> str:
        """Puts a signed paper into keeping for this matter's case; its evidence id once sealed.

        Who sees a matter only because he is asked there may come before the task does.
        """
        until(lambda: self._reaches(matter), f"sight of {matter.case} for {self.id}")
        grant = self._grant(matter.case, act="upload", item=matter.case, purpose="signed paper")
        key, digest = str(uuid4()), sha256_of(path)
        headers = {
            "Authorization": f"Grant {grant}",
            "Idempotency-Key": key,
            "Content-Type": "application/pdf",
            "Content-Disposition": f'attachment; filename="{path.name}"',
            "Content-Digest": content_digest(digest),
            "Prefer": f"wait={_SEAL_SECONDS}",
        }
        query = {"jurisdiction": matter.jurisdiction}
        with httpx.Client(base_url=self._evidence_url, timeout=60, trust_env=False) as http:
            answer = persist(
                lambda: http.post(
                    "/v1/evidence", params=query, headers=headers, content=path.read_bytes()
                ),
                Patience(),
                key=key,
            )
        item = EvidenceItem.read(answer.json(), key)
        self._record.kept.append(
            Kept(
                evidence_id=item.evidence_id,
                sha256=digest,
                size=path.stat().st_size,
                jurisdiction=matter.jurisdiction,
                story=matter.story,
                official_id=self.id,
                item=matter.case,
            )
        )
        return item.evidence_id

    def fetched(self, evidence_id: str, matter: Matter) -> str:
        """SHA-256 of an item of the case, got by a grant for this one purpose; never held whole."""
        grant = self._grant(matter.case, act="download", item=evidence_id, purpose="verification")
        with httpx.Client(base_url=self._evidence_url, timeout=60, trust_env=False) as http:
            found = sha256()

            def read() -> httpx.Response:
                nonlocal found
                found = sha256()
                with http.stream(
                    "GET",
                    f"/v1/evidence/{evidence_id}/content",
                    headers={"Authorization": f"Grant {grant}"},
                ) as answer:
                    if not answer.is_success:
                        answer.read()
                        return answer
                    for piece in answer.iter_bytes():
                        found.update(piece)
                    return answer

            persist(read, Patience(), key=None)
        return found.hexdigest()

    def _reaches(self, matter: Matter) -> bool:
        try:
            self.case(matter)
        except RefusedError as refusal:
            if refusal.code != "not-found":
                raise
            return False
        return True

    def _grant(self, case_id: str, **wanted: str) -> str:
        return str(self._post(f"/v1/cases/{case_id}/grants", wanted)["grant"])

    def _post(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        key = str(uuid4())
        answer = persist(
            lambda: self._http.post(path, json=body, headers={"Idempotency-Key": key}),
            Patience(),
            key=key,
        )
        return dict(answer.json()) if answer.content else {}


def _concerns(task: Mapping[str, Any], matter: Matter, respondent: int | None) -> bool:
    if respondent is not None and task.get("respondent") != respondent:
        return False
    if matter.case_id is not None and task.get("case_id") == matter.case_id:
        return True
    return task.get("complaint_id") == matter.complaint_id


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


__all__ = ["Official", "RefusedError"]
