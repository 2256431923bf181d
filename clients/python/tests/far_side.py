"""A far side of a few lines: answers in turn, remembers what was asked."""

from collections.abc import Callable
from datetime import timedelta

import httpx
from netral_client import Netral, Patience

Answer = httpx.Response | Exception


class FarSide:
    """Gives the answers it was told, one a request, and keeps the requests with their bytes."""

    def __init__(self, *answers: Answer | Callable[[httpx.Request], httpx.Response]) -> None:
        self._answers = list(answers)
        self.asked: list[httpx.Request] = []
        self.pauses: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(request)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx.Response) else answer(request)

    def client(self, attempts: int = 5) -> Netral:
        patience = Patience(attempts=attempts, first=timedelta(seconds=1), sleep=self.pauses.append)
        return Netral(
            "http://intake.test",
            "nta_contoh",
            evidence_url="http://evidence.test",
            patience=patience,
            transport=httpx.MockTransport(self),
        )


def a_problem(status: int, code: str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(
        status, json={"type": f"/problems/{code}", "title": code, "status": status}, headers=named
    )


def a_receipt(**fields: object) -> httpx.Response:
    body = {
        "complaint_id": "c1",
        "received_at": "2024-09-02T03:00:00Z",
        "status_url": "http://intake.test/v1/complaints/c1",
        "body_sha256": "00",
        "missing": [{"code": "no_nip"}],
        "warnings": [],
    }
    return httpx.Response(202, json=body | fields)
