"""Reading the `Authorization` header: a bearer token of an agency or a person, or a grant."""

from starlette.requests import Request

from services.kit.access.directory import Directory
from services.kit.access.entries import Agency, Person
from services.kit.errors import EdgeRefusal
from services.kit.grants import Grant

SERVICE_PREFIX = "service:"


def credential(request: Request, scheme: str) -> str | None:
    """What follows the scheme in the Authorization header, or None."""
    given, _, value = request.headers.get("authorization", "").partition(" ")
    return value.strip() if given.lower() == scheme and value.strip() else None


async def agency_of(request: Request, directory: Directory) -> Agency:
    """The agency that asks; without a live token a 401 that never says why."""
    token = credential(request, "bearer")
    agency = await directory.agency_by_token(token) if token else None
    if agency is None:
        raise EdgeRefusal("credential-missing", 401)
    return agency


async def person_of(request: Request, directory: Directory) -> Person:
    """The person that asks; without a live token a 401 that never says why."""
    token = credential(request, "bearer")
    person = await directory.person_by_token(token) if token else None
    if person is None:
        raise EdgeRefusal("credential-missing", 401)
    return person


async def insist_standing(grant: Grant, directory: Directory) -> None:
    """A 401 if its person was disabled or lost a role since: a grant outlives neither.

    A grant of a service for itself names no person and no role.
    """
    if grant.person_id.startswith(SERVICE_PREFIX) and not grant.roles:
        return
    person = await directory.person(grant.person_id)
    if person is None or not set(grant.roles) <= set(person.roles):
        raise EdgeRefusal("grant-invalid", 401)
