"""Lead times for any website, and the element that shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import FileResponse, PlainTextResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from viable.bootstrap import App
from viable.domain.errors import NotFound
from viable.domain.request import Place
from viable.services.lead_times import LeadTime
from web.chat.files import DIST

SCRIPT: Final = "lead-time.js"
CACHE: Final = "public, max-age=3"
"""Short, since what is shown follows the load within five seconds."""
_ANYWHERE: Final = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


class LeadTimeTold(BaseModel):
    """From and to in whole weeks from today, rounded up; null where `unknown` says why there is no range."""

    family: str
    earliest_weeks: int | None
    latest_weeks: int | None
    unknown: str | None = Field(description="not_served, or unconfirmed: a person has to say")
    as_of: datetime


def add_routes(router: APIRouter, app: App) -> None:
    """``GET /api/lead-times`` and the element's script are among the routes; anybody may ask."""

    @router.get("/api/lead-times", summary="How long a usual order takes")
    def lead_times(
        response: Response,
        family: Annotated[str, Query(max_length=64, description="id of the product family")],
        country: Annotated[
            str,
            Query(pattern=r"^([A-Z]{2})?$", description="ISO 3166-1 alpha-2; empty: fetched at the factory"),
        ] = "",
        postal_code: Annotated[str, Query(max_length=16)] = "",
    ) -> LeadTimeTold:
        place = Place(postal_code or country, country, None, postal_code or None) if country else None
        try:
            found = app.lead_times.of(family, place)
        except NotFound as error:
            raise HTTPException(404, "no such product family") from error
        response.headers.update({**_ANYWHERE, "Cache-Control": CACHE})
        return _told(found)

    router.add_api_route(f"/{SCRIPT}", _script, methods=["GET", "HEAD"], include_in_schema=False)


def _told(found: LeadTime) -> LeadTimeTold:
    first, last = found.weeks or (None, None)
    return LeadTimeTold(
        family=found.family,
        earliest_weeks=first,
        latest_weeks=last,
        unknown=found.unknown,
        as_of=found.as_of.replace(second=0, microsecond=0),
    )


def _script() -> Response:
    path = DIST / SCRIPT
    if not path.exists():
        return PlainTextResponse(f"{SCRIPT} is not built: run `npm ci && npm run build`", 503)
    headers = {"Cache-Control": "public, max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"}
    return FileResponse(path, media_type="text/javascript", headers=headers)
