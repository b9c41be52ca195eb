"""Signing in and out, and the one-time link with which a password is set."""

# Annotations are evaluated where they stand: FastAPI could not find local dependencies in strings.
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from viable.domain.errors import BadInput, Conflict
from viable.domain.staff import Account
from viable.services.staff import FIRST_ADMIN, LONGEST_PASSWORD, SHORTEST_PASSWORD, is_address
from web.console.guards import own_form, page_after_sign_in
from web.console.pages import Console, to
from web.console.refusals import Refused
from web.console.sessions import StaffSession


def add_routes(router: APIRouter, console: Console) -> None:
    """The router knows the pages for those who are not signed in yet, and the way out."""
    _add_sign_in(router, console)
    _add_sign_out(router, console)
    _add_welcome(router, console)


def _add_sign_in(router: APIRouter, console: Console) -> None:
    @router.get("/")
    def home(request: Request) -> Response:
        return to("/console/leads" if console.sessions.read(request) else "/console/sign-in")

    @router.get("/sign-in")
    def page(request: Request, next: str = "") -> Response:  # noqa: A002 - the address's word for it
        if console.sessions.read(request):
            return to(page_after_sign_in(next))
        return console.page(request, "sign_in.html", None, next=page_after_sign_in(next))

    @router.post("/sign-in")
    async def sign_in(
        request: Request,
        email: Annotated[str, Form()] = "",
        password: Annotated[str, Form()] = "",
        next: Annotated[str, Form()] = "",  # noqa: A002
    ) -> Response:
        target = page_after_sign_in(next)
        if not console.limits.admits(request, email):
            return console.page(
                request, "sign_in.html", None, status=429, error="too_many", email=email, next=target
            )
        account = await to_thread.run_sync(
            console.app.staff.sign_in, email, password, limiter=console.limits.hashing
        )
        if account is None:
            return console.page(
                request, "sign_in.html", None, status=401, error="wrong", email=email, next=target
            )
        response = to(target)
        console.sessions.start(response, account)
        return response


def _add_sign_out(router: APIRouter, console: Console) -> None:
    @router.post("/sign-out")
    def sign_out(session: Annotated[StaffSession, Depends(own_form(console))]) -> Response:
        console.app.staff.end_sessions(session.account.id)
        response = to("/console/sign-in")
        console.sessions.end(response)
        return response


def _add_welcome(router: APIRouter, console: Console) -> None:
    def holder(request: Request, token: str) -> Account:
        if not console.limits.admits(request):
            raise Refused(429, "too_many")
        account = console.app.staff.holder(token)
        if account is None:
            raise Refused(404, "link")
        return account

    @router.get("/welcome/{token}")
    def page(request: Request, token: str, account: Annotated[Account, Depends(holder)]) -> Response:
        is_first = account.email == FIRST_ADMIN
        name, email = ("", "") if is_first else (account.name, account.email)
        return console.page(
            request, "welcome.html", None, token=token, is_first=is_first, name=name, email=email
        )

    @router.post("/welcome/{token}")
    async def welcome(
        request: Request,
        token: str,
        account: Annotated[Account, Depends(holder)],
        password: Annotated[str, Form()] = "",
        name: Annotated[str, Form()] = "",
        email: Annotated[str, Form()] = "",
    ) -> Response:
        is_first = account.email == FIRST_ADMIN
        error = _problem(password, email, is_first=is_first)
        if not error:
            try:
                changed = await to_thread.run_sync(
                    console.app.staff.set_password,
                    token,
                    password,
                    name,
                    email,
                    limiter=console.limits.hashing,
                )
            except Conflict:
                error = "taken"
            except BadInput as used_meanwhile:
                raise Refused(404, "link") from used_meanwhile
            else:
                response = to("/console/leads")
                console.sessions.start(response, changed)
                return response
        values = {
            "token": token,
            "is_first": is_first,
            "name": name,
            "email": email if is_first else account.email,
        }
        return console.page(request, "welcome.html", None, status=400, error=error, **values)


def _problem(password: str, email: str, *, is_first: bool) -> str:
    """Key of what is wrong with a welcome form, "" when nothing is."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return "password"
    return "address" if is_first and not is_address(email) else ""
