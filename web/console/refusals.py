"""How the console says no: a page in the reader's language that tells what to do next."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.responses import Response

from viable.domain.errors import NotFound
from web.console.pages import Console, to

log = logging.getLogger(__name__)


class Refused(Exception):
    """A request that gets an error page; ``why`` is a key of the texts' ``refused``."""

    def __init__(self, status: int, why: str) -> None:
        self.status = status
        self.why = why
        super().__init__(why)


class SignInNeeded(Exception):
    """Nobody is signed in; ``next_page`` is where they wanted to go."""

    def __init__(self, next_page: str) -> None:
        self.next_page = next_page
        super().__init__("nobody is signed in")


def route_class(console: Console) -> type[APIRoute]:
    """Routes whose refusals and failures are pages; nothing that was sent, and no stack trace, is shown."""

    class ConsoleRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def handle_or_explain(request: Request) -> Response:
                try:
                    return await handle(request)
                except SignInNeeded as needed:
                    return to(f"/console/sign-in?{urlencode({'next': needed.next_page})}")
                except Exception as error:  # noqa: BLE001 - staff must get a page, whatever went wrong
                    return _explained(console, request, error)

            return handle_or_explain

    return ConsoleRoute


def _explained(console: Console, request: Request, error: Exception) -> Response:
    if isinstance(error, Refused):
        status, why = error.status, error.why
    elif isinstance(error, NotFound):
        status, why = 404, "missing"
    elif isinstance(error, RequestValidationError):
        status, why = 400, "input"
    else:
        log.error("%s %s failed", request.method, request.scope["route"].path, exc_info=error)
        status, why = 500, "failed"
    session = None if status == 500 else console.sessions.read(request)
    return console.page(request, "refused.html", session, status=status, why=why)
