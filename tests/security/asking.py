"""Whoever knocks: an agency, an official, a grant or nobody, by plain HTTP on the real stack."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

JSON = {"content-type": "application/json"}
WAIT = 30.0


def a_body(**changes: Any) -> dict[str, Any]:
    """A small complaint from Sintang."""
    body: dict[str, Any] = {
        "jurisdiction": "61.05",
        "narrative": "Uraian contoh",
        "incident": {"what": "Contoh", "date_from": "2024-08-01"},
        "respondents": [{"category": "pns", "name": "Pegawai Contoh 70"}],
        "election": {"type": "pilkada", "event_id": "pilkada-2024-6105"},
    }
    return body | changes


def a_key() -> str:
    return uuid4().hex


@dataclass
class Asking:
    """Sends one request at a time; every answer is kept to be looked through."""

    info: Mapping[str, Any]
    answers: list[httpx.Response] = field(default_factory=list)

    def token(self, who: str, service: str = "workflow") -> str:
        """A person and an agency may have one id: the service says who is meant."""
        everybody = [*self.info["people"], *self.info["agencies"]]
        if service != "workflow":
            everybody.reverse()
        return str(next(one["token"] for one in everybody if one["id"] == who))

    def ask(
        self,
        service: str,
        method: str,
        path: str,
        who: str | None = None,
        *,
        grant: str | None = None,
        headers: Mapping[str, str | bytes] | None = None,
        **more: Any,
    ) -> httpx.Response:
        """The answer; `who` is the id of an agency or a person."""
        sent: dict[str, str | bytes] = {"accept-language": "en", **(headers or {})}
        if who is not None:
            sent["authorization"] = f"Bearer {self.token(who, service)}"
        if grant is not None:
            sent["authorization"] = f"Grant {grant}"
        url = path if path.startswith("http") else f"{self.info[f'{service}_url']}{path}"
        raw = [(k.encode(), v.encode() if isinstance(v, str) else v) for k, v in sent.items()]
        with httpx.Client(timeout=30, trust_env=False) as client:
            answer = client.request(method, url, headers=raw, **more)
        self.answers.append(answer)
        return answer

    def submit(self, who: str = "bawaslu-6105", **changes: Any) -> str:
        """The id of a complaint that was acknowledged."""
        answer = self.post_raw(json.dumps(a_body(**changes)).encode(), who)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["complaint_id"])

    def post_raw(
        self, content: Any, who: str = "bawaslu-6105", **headers: str | bytes
    ) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = JSON | {"idempotency-key": a_key()} | named
        return self.ask("intake", "POST", "/v1/complaints", who, content=content, headers=sent)

    def upload(
        self, content: bytes, who: str = "bawaslu-6105", query: str = "", **headers: str | bytes
    ) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"content-type": "application/pdf", "idempotency-key": a_key()} | named
        path = f"/v1/evidence?jurisdiction=61.05{query}"
        return self.ask("evidence", "POST", path, who, content=content, headers=sent)

    def task(self, complaint_id: str, who: str = "intake-officer-6105") -> str:
        """The triage task of a complaint, as soon as it is there."""
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            for task in self.ask("workflow", "GET", "/v1/tasks", who).json()["items"]:
                if task["complaint_id"] == complaint_id:
                    return str(task["task_id"])
            time.sleep(0.3)
        raise AssertionError("no task came")

    def grant(self, task: str, act: str, item: str, who: str = "intake-officer-6105") -> Any:
        """The answer to a request for a grant in a task."""
        wanted = {"act": act, "item": item, "purpose": "pemeriksaan"}
        return self.ask("workflow", "POST", f"/v1/tasks/{task}/grants", who, json=wanted)
