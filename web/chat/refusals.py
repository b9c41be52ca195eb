"""How the public chat says no: one JSON shape, nothing of the caller's input echoed, no stack trace."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exception_handlers import (
    http_exception_handler,
    request_validation_exception_handler,
)
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from viable.domain.errors import BadInput, NotFound
from web.chat.limits import TooFast
from web.chat.origins import OriginRefused
from web.chat.sessions import SessionRefused
from web.chat.wire import Refusal

API = "/api/chat/"


def add_refusals(app: FastAPI) -> None:
    """Refusals raised below ``/api/chat`` become JSON of the described shape."""
    app.add_exception_handler(TooFast, _too_fast)
    app.add_exception_handler(SessionRefused, _session_refused)
    app.add_exception_handler(OriginRefused, _origin_refused)
    app.add_exception_handler(NotFound, _not_found)
    app.add_exception_handler(BadInput, _bad_input)
    app.add_exception_handler(HTTPException, _not_understood)
    app.add_exception_handler(RequestValidationError, _invalid)


def answer(status: int, refusal: Refusal) -> JSONResponse:
    """The refusal as a response."""
    headers = {"Cache-Control": "no-store"}
    if refusal.retry_after is not None:
        headers["Retry-After"] = str(refusal.retry_after)
    return JSONResponse(refusal.model_dump(), status, headers)


async def _too_fast(_: Request, error: Exception) -> Response:
    assert isinstance(error, TooFast)
    message = "too many requests: wait, then go on"
    return answer(429, Refusal(code="too_fast", message=message, retry_after=error.retry_after))


async def _session_refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, SessionRefused)
    if error.code == "session_expired":
        message = "the session is no longer fresh: exchange it at /api/chat/renewals"
    else:
        message = "no such session here: open a conversation"
    return answer(401, Refusal(code=error.code, message=message))


async def _origin_refused(_: Request, __: Exception) -> Response:
    message = "this site is not on the chat's list of allowed origins (VIABLE_ORIGINS)"
    return answer(403, Refusal(code="origin_refused", message=message))


async def _not_found(request: Request, _: Exception) -> Response:
    if not request.url.path.startswith(API):
        return Response("Not found", 404, media_type="text/plain")
    return answer(401, Refusal(code="session_unknown", message="this conversation is no longer kept"))


async def _bad_input(request: Request, error: Exception) -> Response:
    if not request.url.path.startswith(API):
        return Response(str(error), 400, media_type="text/plain")
    return answer(422, Refusal(code="invalid_request", message=str(error)))


async def _not_understood(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = await http_exception_handler(request, error)
    if not request.url.path.startswith(API):
        return response
    refusal = answer(error.status_code, Refusal(code="invalid_request", message=str(error.detail)))
    if "allow" in response.headers:
        refusal.headers["Allow"] = response.headers["allow"]
    return refusal


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if not request.url.path.startswith(API):
        return await request_validation_exception_handler(request, error)
    found = error.errors()
    fields = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in found[:5])
    return answer(422, Refusal(code="invalid_request", message=fields[:1000]))
