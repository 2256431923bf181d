"""`/v1/overview`: do the books of the regency add up?"""

from fastapi import APIRouter

from services.kit.problems import responses
from services.workflow.api.official import AtDesk, Official
from services.workflow.reading import overview as reading
from services.workflow.reading.overview import Overview

router = APIRouter(prefix="/v1", tags=["overview"])


@router.get("/overview", responses=responses(401, 503))
async def overview(person: Official, desk: AtDesk) -> Overview:
    """Accepted = opened + joined + settled + waiting, with the oldest; numbers only."""
    today = await desk.today(person)
    async with desk.database.connection() as conn:
        return await reading.overview(conn, person.jurisdiction, today)
