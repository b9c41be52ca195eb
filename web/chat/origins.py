"""Which pages may use the chat: the server's own, and those on the allow-list."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.requests import Request

from viable.domain.errors import BadInput

OWN = "own"
"""Name of the server's own origin, whatever address it is reached under."""


class OriginRefused(Exception):
    """The page that asks is on no allowed site."""


class Origins:
    """The allow-list; entries such as ``https://www.example.com``."""

    def __init__(self, allowed: Iterable[str]) -> None:
        self.allowed = tuple(_checked(origin) for origin in allowed)

    def of(self, request: Request) -> str:
        """The asking page's origin, ``OWN`` for our own pages; raises OriginRefused.

        Browsers leave the header out of same-origin GETs only, so a request without one is from our own
        pages, or from no browser at all.
        """
        origin = request.headers.get("origin")
        if origin is None or urlsplit(origin).netloc == request.headers.get("host"):
            return OWN
        if origin in self.allowed:
            return origin
        raise OriginRefused


def _checked(origin: str) -> str:
    parts = urlsplit(origin)
    if (
        parts.scheme not in {"http", "https"}
        or not parts.netloc
        or origin != f"{parts.scheme}://{parts.netloc}"
    ):
        raise BadInput(
            f"allowed origin {origin!r}: expected scheme and host alone, such as https://www.example.com"
        )
    return origin
