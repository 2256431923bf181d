"""All forms by kind: what the workflows ask and what the pages draw."""

from collections.abc import Mapping
from types import MappingProxyType

from services.workflow.forms import cases, complaints, tracks
from services.workflow.forms.form import Form
from services.workflow.forms.kinds import AnytimeKind, TaskKind

FORMS: Mapping[str, type[Form]] = MappingProxyType(
    {form.kind: form for form in (*complaints.FORMS, *cases.FORMS, *tracks.FORMS)}
)
"""Every form that there is, by its kind (task kinds and what may be done at any time)."""

__all__ = ["FORMS", "AnytimeKind", "Form", "TaskKind", "form_of"]


def form_of(kind: str) -> type[Form] | None:
    """The form of a kind, None for a kind that does not exist."""
    return FORMS.get(kind)
