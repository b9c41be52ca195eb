"""Accounts of colleagues, for administrators."""

# Annotations are evaluated where they stand: FastAPI could not find local dependencies in strings.
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from viable.domain.errors import BadInput, Conflict
from viable.domain.staff import Role
from web.console.guards import own_form, signed_in
from web.console.pages import Console, to
from web.console.refusals import Refused
from web.console.sessions import StaffSession
from web.console.sight import ROLES


def add_routes(router: APIRouter, console: Console) -> None:
    """The router knows the page of accounts and what is done there."""
    admin = Depends(own_form(console, "admin"))

    def page(request: Request, session: StaffSession, status: int = 200, **values: Any) -> Response:
        return console.page(
            request,
            "staff.html",
            session,
            status=status,
            accounts=console.app.staff.all(),
            roles=ROLES,
            **values,
        )

    def link_to(token: str) -> str:
        return f"{console.app.settings.public_url}/console/welcome/{token}"

    @router.get("/staff")
    def staff(
        request: Request, session: Annotated[StaffSession, Depends(signed_in(console, "admin"))]
    ) -> Response:
        return page(request, session)

    @router.post("/staff")
    def invite(
        request: Request,
        session: Annotated[StaffSession, admin],
        email: Annotated[str, Form()] = "",
        name: Annotated[str, Form()] = "",
        role: Annotated[Role, Form()] = "sales",
    ) -> Response:
        try:
            token = console.app.staff.add(email, name, role)
        except (BadInput, Conflict) as refused:
            error = "taken" if isinstance(refused, Conflict) else "address"
            return page(request, session, 400, error=error, name=name, email=email, role=role)
        return page(request, session, link=link_to(token), link_of=name)

    @router.post("/staff/{account_id}/link")
    def new_link(request: Request, session: Annotated[StaffSession, admin], account_id: str) -> Response:
        token = console.app.staff.link(account_id)
        account = console.app.staff.get(account_id)
        return page(request, session, link=link_to(token), link_of=account.name if account else "")

    @router.post("/staff/{account_id}/disable")
    def disable(session: Annotated[StaffSession, admin], account_id: str) -> Response:
        if account_id == session.account.id:
            raise Refused(400, "own_account")
        try:
            console.app.staff.disable(account_id)
        except Conflict as refused:
            raise Refused(409, "last_admin") from refused
        return to("/console/staff")
