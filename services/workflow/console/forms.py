"""The form of a task or act on a page: drawn, read, sent, and drawn again with what was wrong."""

from datetime import date
from uuid import UUID, uuid4

from starlette.datastructures import FormData

from services.kit import problems
from services.kit.database import Connection
from services.kit.errors import Failure, Malformed, Pointer, Refused
from services.workflow.console.fields import Field, Form, Typed, field_errors
from services.workflow.console.matter import Matter
from services.workflow.console.options import options
from services.workflow.console.session import Visit
from services.workflow.desk import Desk
from services.workflow.form_schema import schema_of
from services.workflow.forms import form_of


def typed_of(form: FormData) -> dict[str, list[str]]:
    """What was typed, without files."""
    typed: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            typed.setdefault(name, []).append(value)
    return typed


class Sheet:
    """One form with its state."""

    def __init__(
        self, kind: str, citation: str | None, form: Form, failure: dict[str, object] | None
    ) -> None:
        self.kind = kind
        self.citation = citation
        self.fields: list[Field] = form.fields()
        self.failure = failure
        """The problem document of what was refused."""
        typed = form.typed
        self.happened_on = Field(
            name="happened_on",
            kind="date",
            label="",
            required=True,
            values=list(typed.get("happened_on", [])),
            errors=list(form.errors.get("happened_on", [])),
        )
        self.general = list(form.errors.get("", []))
        self.wrong = [one for each in (self.happened_on, *self.fields) for one in each.wrong()]
        """Every field, in its order on the page, in which something is wrong."""
        self.act_key = (typed.get("act_key") or [str(uuid4())])[0]


async def sheet(
    desk: Desk,
    conn: Connection,
    visit: Visit,
    kind: str,
    matter: Matter,
    respondent: int | None,
    *,
    typed: Typed | None = None,
    failure: Failure | None = None,
) -> Sheet:
    """The form of that kind for this matter."""
    found = form_of(kind)
    if found is None:
        raise Malformed("malformed", pointers=[Pointer("/kind", "invalid")])
    choices = await options(
        desk,
        conn,
        visit.person,
        visit.lang,
        evidence=matter.evidence,
        respondents=matter.respondents,
        respondent=respondent,
    )
    told = problems.document(failure, desk.words, visit.lang) if failure else None
    pointers = [(str(e["pointer"]), str(e["detail"])) for e in (told or {}).get("errors", [])]
    form = Form(
        schema=schema_of(found, desk.words, visit.lang),
        options=choices,
        typed=_typed_again(typed or {}, failure),
        errors=field_errors(pointers),
        repeats={"findings": max(len(matter.respondents), 1)},
    )
    return Sheet(kind, found.citation, form, told)


def _typed_again(typed: Typed, failure: Failure | None) -> Typed:
    """A refused act is over: what is corrected is another act, under a key of its own."""
    if not isinstance(failure, Refused):
        return typed
    return {name: values for name, values in typed.items() if name != "act_key"}


def read(
    desk: Desk, visit: Visit, kind: str, form: FormData
) -> tuple[dict[str, object], date, UUID]:
    """Answer, paper's date and act id out of a posted form."""
    found = form_of(kind)
    typed = typed_of(form)
    if found is None:
        raise Malformed("malformed", pointers=[Pointer("/kind", "invalid")])
    answer = Form(schema_of(found, desk.words, visit.lang), _AnyOption(), typed).answer()
    try:
        happened_on = date.fromisoformat(str(form.get("happened_on", "")))
    except ValueError as error:
        raise Malformed("malformed", pointers=[Pointer("/happened_on", "date_parsing")]) from error
    key = str(form.get("act_key", ""))
    return answer, happened_on, desk.mint.mint("act", visit.person.id, f"page:{key}")


class _AnyOption(dict[str, list[tuple[str, str]]]):
    """Reading needs no choices: what was chosen is judged by the form itself."""
