"""The web process: front door, console and worker on the real parts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from viable.bootstrap import App
from viable.settings import Settings
from viable.worker import Worker
from web.api.router import api_router
from web.app import create_app
from web.console import console_router
from web.secret import load_secret


def compose(settings: Settings) -> FastAPI:
    """The application with its worker; the first start prints the admin's one-time link."""
    app = App(settings)
    secret = load_secret(settings.var, settings.secret)
    worker = Worker(app)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        worker.start()
        _print_first_link(app)
        yield
        worker.stop()

    routers = [console_router(app, secret), api_router(app)]
    return create_app(app.turns, settings, secret, routers=routers, lifespan=lifespan)


def _print_first_link(app: App) -> None:
    token = app.staff.first_link()
    if token is not None:
        link = f"{app.settings.public_url}/console/welcome/{token}"
        print(f"First sign-in (once, within 24 hours): {link}", flush=True)  # noqa: T201 - for the terminal
