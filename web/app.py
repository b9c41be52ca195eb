"""The web application: the public chat, the demo site, and whatever else is given to mount."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.middleware.cors import CORSMiddleware

from viable.settings import Settings
from web.chat import files, routes
from web.chat.feed import Feed, Wakeups
from web.chat.limits import Allowance, Gate
from web.chat.origins import Origins
from web.chat.refusals import add_refusals
from web.chat.routes import Door
from web.chat.service import ChatService
from web.chat.sessions import Sessions
from web.secret import derive_key
from web.security import BodyLimit, SecurityHeaders
from web.site import pages

type Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(
    service: ChatService,
    settings: Settings,
    secret: bytes,
    *,
    allowance: Allowance | None = None,
    routers: Iterable[APIRouter] = (),
    lifespan: Lifespan | None = None,
    clock: Callable[[], float] = time.time,
) -> FastAPI:
    """The application, ready to be served.

    Args:
        service: what runs conversations.
        settings: the installation's.
        secret: what every key of the web server is derived from.
        allowance: rates of the public chat, if not the usual ones.
        routers: further pages, such as the console.
        lifespan: what runs beside the server, such as the worker.
        clock: seconds since the epoch.
    """
    app = FastAPI(
        title="Viable chat",
        version="1",
        description="The public chat interface that the widget speaks.",
        openapi_url="/api/chat/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    origins = Origins(settings.origins)
    app.state.chat = _door(service, origins, secret, allowance or Allowance(), clock)
    add_refusals(app)
    app.include_router(routes.router)
    app.include_router(files.router)
    app.include_router(pages.router)
    app.mount("/site", pages.static_files(), name="site")
    for router in routers:
        app.include_router(router)
    app.add_api_route("/health", _health, include_in_schema=False)
    app.add_middleware(BodyLimit)
    if origins.allowed:
        app.add_middleware(CORSMiddleware, **_cross_origin(origins))
    app.add_middleware(SecurityHeaders)
    return app


def _door(
    service: ChatService,
    origins: Origins,
    secret: bytes,
    allowance: Allowance,
    clock: Callable[[], float],
) -> Door:
    wakeups = Wakeups()
    return Door(
        service=service,
        sessions=Sessions(derive_key(secret, "chat sessions"), clock),
        origins=origins,
        gate=Gate(allowance),
        wakeups=wakeups,
        feed=Feed(service, wakeups),
    )


def _cross_origin(origins: Origins) -> dict[str, Any]:
    return {
        "allow_origins": origins.allowed,
        "allow_methods": ["GET", "POST"],
        "allow_headers": ["Authorization", "Content-Type"],
        "allow_credentials": False,
        "max_age": 3600,
    }


async def _health() -> dict[str, str]:
    return {"status": "ok"}
