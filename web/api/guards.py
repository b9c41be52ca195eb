"""What a request of another system must have before it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from viable.bootstrap import App
from viable.domain.staff import Account

LARGEST_BODY_BYTES: Final = 64 * 1024

_bearer = HTTPBearer(auto_error=False, description="a key made by `viable staff api-key`")


def key_holder(app: App) -> Callable[..., Account]:
    """Dependency: the account whose API key came with the request; 401 without one."""

    def check(given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> Account:
        account = None if given is None else app.api_keys.holder(given.credentials)
        if account is None:
            raise HTTPException(401, "no such API key", {"WWW-Authenticate": "Bearer"})
        return account

    return check


async def small_body(request: Request) -> bytes:
    """The body, never read further than what is allowed; 413 when it is larger."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY_BYTES:
            raise HTTPException(413, f"the body has more than {LARGEST_BODY_BYTES} bytes")
    return body
