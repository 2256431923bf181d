"""Case events as they come, and what an agency then sees of its complaint."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from pydantic import TypeAdapter

from services.contracts.events import CaseEvent
from tests.intake.conftest import Counter

EVENT: TypeAdapter[Any] = TypeAdapter(CaseEvent)


def a_case_event(
    kind: str,
    *complaints: UUID,
    case_id: UUID | None = None,
    subject: UUID | None = None,
    sequence: int = 1,
    stage: str = "under_review",
    respondents: list[dict[str, Any]] | None = None,
    **data: Any,
) -> Any:
    return EVENT.validate_python(
        {
            "id": uuid4(),
            "source": "netral/workflow",
            "type": f"netral.case.{kind}",
            "subject": subject or case_id or complaints[0],
            "time": datetime.now(UTC),
            "sequence": sequence,
            "jurisdiction": "35.08",
            "data": {
                "case_id": case_id,
                "stage": stage,
                "complaints": [
                    {"complaint_id": one, "respondents": respondents or []} for one in complaints
                ],
                **data,
            },
        }
    )


async def status(counter: Counter, complaint_id: UUID, agency: str) -> dict[str, Any]:
    answer: dict[str, Any] = (
        await counter.get(f"/v1/complaints/{complaint_id}", agency=agency)
    ).json()
    return answer


async def told(counter: Counter, agency: str, complaint_id: UUID) -> list[dict[str, Any]]:
    page = (await counter.get("/v1/notices", agency=agency, limit=500)).json()
    return [
        one["data"] | {"type": one["type"]}
        for one in page["items"]
        if one["data"].get("complaint_id") == str(complaint_id)
    ]
