"""A route without a rule fails here: either it is open on purpose, or its signature says who."""

from collections.abc import Iterator

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from services.workflow.api.official import official
from services.workflow.console.session import visit
from tests.workflow.edge.world import World

OPEN = {
    "/livez",
    "/readyz",
    "/metrics",
    "/problems/{code}",
    "/",
    "/console",
    "/console/static/netral.css",
    "/console/sign-in",
    "/console/language/{lang}",
}
"""What anybody may fetch: nothing of a case is behind it."""


def _calls(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)


def _routes(world: World) -> list[APIRoute]:
    """Those of included routers too: FastAPI keeps them apart."""
    found = (context.original_route for context in iter_route_contexts(world.app.routes))
    return [route for route in found if isinstance(route, APIRoute)]


def test_every_route_says_who_may_use_it(world: World) -> None:
    without = [
        route.path
        for route in _routes(world)
        if route.path not in OPEN and not {official, visit} & set(_calls(route.dependant))
    ]

    assert without == []


def test_nothing_is_open_that_is_not_there(world: World) -> None:
    assert {route.path for route in _routes(world)} >= OPEN


async def test_nobody_gets_in_without_a_token(world: World) -> None:
    async with world.client() as client:
        for route in _routes(world):
            if route.path in OPEN or not route.path.startswith("/v1"):
                continue
            path = route.path.replace("{kind}", "triage")
            for name in route.dependant.path_params:
                path = path.replace(f"{{{name.name}}}", "7b2c8b0a-0000-8000-8000-000000000001")
            for method in route.methods or ():
                answer = await client.request(method, path, json={})
                assert answer.status_code == 401, (method, path)


async def test_a_page_without_a_session_leads_to_the_sign_in(world: World) -> None:
    async with world.client() as client:
        answer = await client.get("/console/tasks")

    assert (answer.status_code, answer.headers["location"]) == (303, "/console/sign-in")


@pytest.mark.parametrize("token", ["", "ntp_nobody", "nta_nobody"])
async def test_a_wrong_token_is_answered_alike(world: World, token: str) -> None:
    async with world.client(authorization=f"Bearer {token}") as client:
        answer = await client.get("/v1/tasks")

    assert (answer.status_code, answer.json()["code"]) == (401, "credential-missing")


@pytest.mark.parametrize(
    ("came", "back"),
    [
        # The front door speaks TLS and the process behind it does not.
        ("https://testserver/console/complaints?page=2", "/console/complaints?page=2"),
        ("http://testserver/console/tasks", "/console/tasks"),
        ("https://elsewhere.example/console/complaints", "/console/tasks"),
        ("https://testserver//elsewhere.example/", "/console/tasks"),
        ("", "/console/tasks"),
    ],
)
async def test_another_language_leads_back_to_where_one_was(
    world: World, came: str, back: str
) -> None:
    async with world.client() as client:
        answer = await client.get("/console/language/en", headers={"referer": came})

    assert (answer.status_code, answer.headers["location"]) == (303, back)
