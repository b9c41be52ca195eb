"""All routes of the staff console."""

from __future__ import annotations

from functools import cache
from typing import Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse

from viable.bootstrap import App
from web.console import leads, sign_in, staff
from web.console.guards import same_site
from web.console.limits import SignInLimits
from web.console.pages import FOLDER, Console, make_templates
from web.console.refusals import Refused, route_class
from web.console.sessions import StaffSessions

STATIC: Final = FOLDER / "static"


def console_router(app: App, secret: bytes) -> APIRouter:
    """The console's routes, on the given installation."""
    is_https = urlsplit(app.settings.public_url).scheme == "https"
    sessions = StaffSessions(app.staff, secret, is_https=is_https)
    console = Console(app, sessions, SignInLimits(), make_templates())
    router = APIRouter(
        prefix="/console",
        include_in_schema=False,
        route_class=route_class(console),
        dependencies=[Depends(same_site(console))],
    )
    sign_in.add_routes(router, console)
    leads.add_routes(router, console)
    staff.add_routes(router, console)
    router.add_api_route("/static/{name}", _static)
    router.add_api_route("/{anything:path}", _nothing_here, methods=["GET", "POST"])
    return router


@cache
def _files() -> dict[str, str]:
    return {path.name: str(path) for path in STATIC.iterdir() if path.is_file()}


async def _static(name: str) -> FileResponse:
    if name not in _files():
        raise Refused(404, "missing")
    return FileResponse(_files()[name], headers={"Cache-Control": "no-cache"})


async def _nothing_here() -> None:
    raise Refused(404, "missing")
