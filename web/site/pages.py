"""The sample company's website: one page, and what it does with personal data, in each language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

_FOLDER: Final = Path(__file__).parent

LANGUAGES: Final = ("es", "en")
"""The company's own first: it has the pages without a prefix."""

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.api_route("/", methods=["GET", "HEAD"])
def spanish_page(request: Request) -> Response:
    """The company and its products, in Spanish, with the chat."""
    return _page(request, "home.html", "es")


@router.api_route("/en", methods=["GET", "HEAD"])
def english_page(request: Request) -> Response:
    """The company and its products, in English, with the chat."""
    return _page(request, "home.html", "en")


@router.api_route("/privacidad", methods=["GET", "HEAD"])
def spanish_privacy(request: Request) -> Response:
    """What happens to what a visitor tells the chat, in Spanish."""
    return _page(request, "privacy.html", "es")


@router.api_route("/en/privacy", methods=["GET", "HEAD"])
def english_privacy(request: Request) -> Response:
    """What happens to what a visitor tells the chat, in English."""
    return _page(request, "privacy.html", "en")


def static_files() -> StaticFiles:
    """Style sheet and pictures, to be mounted at ``/site``."""
    return StaticFiles(directory=_FOLDER / "static")


@cache
def content(language: str) -> dict[str, Any]:
    """All texts of the site in one language."""
    loaded = yaml.safe_load((_FOLDER / "content" / f"{language}.yml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


@cache
def _templates() -> Jinja2Templates:
    return Jinja2Templates(directory=_FOLDER / "templates")


def _page(request: Request, template: str, language: str) -> Response:
    return _templates().TemplateResponse(request, template, {"language": language, **content(language)})
