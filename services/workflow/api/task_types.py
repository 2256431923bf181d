"""`/v1/task-types`: every form, as JSON Schema with labels, help and citations."""

from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel

from services.kit.errors import NotFound
from services.kit.problems import responses
from services.workflow.api.official import AtDesk, Official, Tongue
from services.workflow.form_schema import schema_of
from services.workflow.forms import FORMS, form_of

router = APIRouter(prefix="/v1", tags=["tasks"])


class TaskType(BaseModel):
    """One form, as in a list."""

    kind: str
    title: str
    roles: list[str]
    url: str


@router.get("/task-types", responses=responses(401, 503))
async def task_types(_: Official, desk: AtDesk, lang: Tongue) -> list[TaskType]:
    """Every form that there is: of tasks, and of what may be done at any time."""
    return [
        TaskType(
            kind=kind,
            title=desk.labels.kind(kind, lang),
            roles=[role.value for role in form.roles],
            url=f"/v1/task-types/{kind}",
        )
        for kind, form in sorted(FORMS.items())
    ]


@router.get("/task-types/{kind}", responses=responses(401, 404, 503))
async def task_type(
    kind: str, _: Official, desk: AtDesk, lang: Tongue, response: Response
) -> dict[str, Any]:
    """The JSON Schema of what `answer` takes."""
    form = form_of(kind)
    if form is None:
        raise NotFound("not-found")
    response.headers["content-language"] = lang
    return schema_of(form, desk.words, lang)
