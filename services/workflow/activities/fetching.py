"""The text of a complaint from intake, under a grant; an outage only delays it."""

from uuid import UUID

import httpx
from pydantic import ValidationError
from temporalio import activity

from services.contracts.complaint import ComplaintContent
from services.kit import telemetry
from services.kit.database import Database
from services.kit.errors import Unavailable
from services.kit.grants import Grant, GrantSigner
from services.workflow.activities import orders
from services.workflow.clocks import Clocks
from services.workflow.register.content import Contents
from services.workflow.workflows.state import ComplaintText

SERVICE = "service:workflow"
PURPOSE = "register"


class IntakeReader:
    """Reads complaints over intake's one door for it."""

    def __init__(self, client: httpx.AsyncClient, base_url: str, signer: GrantSigner) -> None:
        self._client = client
        self._base = base_url.rstrip("/")
        self._signer = signer

    async def content(self, complaint_id: UUID, jurisdiction: str) -> ComplaintContent:
        """The text without complainant, witnesses and file names; `Unavailable` on any doubt."""
        grant = Grant(
            person_id=SERVICE,
            jurisdiction=jurisdiction,
            act="view",
            item=str(complaint_id),
            complaint_id=complaint_id,
            purpose=PURPOSE,
        )
        try:
            answer = await self._client.get(
                f"{self._base}/v1/complaints/{complaint_id}/content",
                headers={
                    "Authorization": f"Grant {self._signer.sign(grant)}",
                    "traceparent": telemetry.traceparent(),
                },
            )
            answer.raise_for_status()
            return ComplaintContent.model_validate_json(answer.content)
        except (httpx.HTTPError, ValidationError) as error:
            # Also a 404: intake acknowledged it, so it is there, and we are early or mistaken.
            raise Unavailable("intake-unavailable") from error


class Fetching:
    """The text into the register."""

    def __init__(
        self, database: Database, intake: IntakeReader, contents: Contents, clocks: Clocks
    ) -> None:
        self._database = database
        self._intake = intake
        self._contents = contents
        self._clocks = clocks

    @activity.defn(name="fetch_content")
    async def fetch_content(self, order: orders.ContentToFetch) -> ComplaintText:
        """The text as it stands now; a later fetch replaces an earlier one."""
        with telemetry.continued(order.scope.traceparent, "fetch_content"):
            content = await self._intake.content(order.complaint_id, order.scope.jurisdiction)
            async with self._database.transaction() as conn:
                return await self._contents.keep(conn, content, await self._clocks.now())
