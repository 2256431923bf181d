"""A method that an address does not know: 405, with every method that it does know."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from services.kit.errors import EdgeRefusal

_ALL: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE")


def refuse_others(app: FastAPI, paths: Mapping[str, Mapping[str, Any]]) -> None:
    """Answer the methods that a documented path lacks; each route by itself knows only its own."""
    for path, operations in paths.items():
        told = {method.upper() for method in operations}
        # Where there is GET there is HEAD (`services.kit.heads`).
        known = sorted((told | ({"HEAD"} if "GET" in told else set())).intersection(_ALL))

        async def refuse(_: Request, allow: str = ", ".join(known)) -> Response:
            raise EdgeRefusal(
                "method-not-allowed", HTTPStatus.METHOD_NOT_ALLOWED, headers={"allow": allow}
            )

        app.router.add_route(
            path, refuse, methods=[one for one in _ALL if one not in known], include_in_schema=False
        )
