"""What a request must have before a route of the console looks at it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import Form, Request

from viable.domain.staff import Role
from web.console.pages import Console
from web.console.refusals import Refused, SignInNeeded
from web.console.sessions import StaffSession

LEAD_PAGE: Final = re.compile(r"/console/leads/[0-9a-f]{32}")


def signed_in(console: Console, *roles: Role) -> Callable[[Request], StaffSession]:
    """Dependency: somebody with one of these roles (none given: any) is signed in."""

    def check(request: Request) -> StaffSession:
        session = console.sessions.read(request)
        if session is None:
            raise SignInNeeded(page_after_sign_in(request.url.path))
        if roles and session.account.role not in roles:
            raise Refused(403, "role")
        return session

    return check


def own_form(console: Console, *roles: Role) -> Callable[..., StaffSession]:
    """Dependency: as ``signed_in``, and the form came from a page of this session."""
    is_signed_in = signed_in(console, *roles)

    def check(request: Request, csrf: Annotated[str, Form()] = "") -> StaffSession:
        session = is_signed_in(request)
        if not console.sessions.is_own_form(session, csrf):
            raise Refused(403, "form")
        return session

    return check


def same_site(console: Console) -> Callable[[Request], None]:
    """Dependency: no other site's page sent this, not even to sign somebody in unawares.

    Browsers say so themselves in ``Sec-Fetch-Site``, and on plain http in ``Origin``.
    """
    own = urlsplit(console.app.settings.public_url).netloc

    def check(request: Request) -> None:
        if request.method in ("GET", "HEAD"):
            return
        site = request.headers.get("sec-fetch-site")
        origin = request.headers.get("origin")
        if site is not None:
            is_own = site in ("same-origin", "none")
        else:
            is_own = origin is None or urlsplit(origin).netloc in (own, request.headers.get("host"))
        if not is_own:
            raise Refused(403, "form")

    return check


def page_after_sign_in(path: str) -> str:
    """The path when it is the page of a lead, else the list: an address from outside leads nowhere else."""
    return path if LEAD_PAGE.fullmatch(path) else "/console/leads"
