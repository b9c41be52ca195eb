"""The widget's two scripts, as built by ``npm run build``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fastapi import APIRouter
from fastapi.responses import FileResponse, PlainTextResponse
from starlette.responses import Response

DIST: Final = Path(__file__).parent / "dist"

router = APIRouter(include_in_schema=False)


@router.api_route("/viable.js", methods=["GET", "HEAD"])
def loader() -> Response:
    """The part that a site loads with its page; asked for anew every five minutes, so that updates arrive."""
    return _script("viable.js", "public, max-age=300")


@router.api_route("/chat/panel.js", methods=["GET", "HEAD"])
def panel() -> Response:
    """The part that is loaded when the chat is opened; its address carries its version."""
    return _script("panel.js", "public, max-age=31536000, immutable")


def _script(name: str, cache: str) -> Response:
    path = DIST / name
    if not path.exists():
        return PlainTextResponse(f"{name} is not built: run `npm ci && npm run build`", 503)
    headers = {"Cache-Control": cache, "Cross-Origin-Resource-Policy": "cross-origin"}
    return FileResponse(path, media_type="text/javascript", headers=headers)
