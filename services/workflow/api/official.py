"""Who asks: the type in a route's signature is the permission."""

from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.security import HTTPBearer

from services.kit.access.entries import Person
from services.kit.bearer import person_of
from services.kit.words import Language, language
from services.workflow.desk import Desk, desk_of

_BEARER = HTTPBearer(scheme_name="person", description="an official's token", auto_error=False)

AtDesk = Annotated[Desk, Depends(desk_of)]


async def official(
    request: Request, desk: AtDesk, _: Annotated[object, Depends(_BEARER)]
) -> Person:
    """The person of a living token, else 401."""
    return await person_of(request, desk.directory)


Official = Annotated[Person, Depends(official)]
"""Any official: what he gets is narrowed by `seeing` to what he may see."""


def tongue(accept_language: Annotated[str | None, Header()] = None) -> Language:
    """The language to answer in."""
    return language(accept_language)


Tongue = Annotated[Language, Depends(tongue)]
