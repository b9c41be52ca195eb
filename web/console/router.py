"""Routes of the staff console."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import yaml
from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import FileResponse, RedirectResponse
from fastapi.templating import Jinja2Templates
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.responses import Response

from viable.bootstrap import App
from viable.domain.errors import BadInput, Conflict, NotFound
from viable.domain.lead import CrmLead
from viable.domain.staff import Role
from web.console.lead_view import LeadView
from web.console.sessions import StaffSession, StaffSessions

FOLDER: Final = Path(__file__).parent
LANGUAGES: Final = ("es", "en")
SIGN_INS: Final = RateLimitItemPerMinute(10)
LIKELIEST: Final = 6
"""Reasons that a rep sees first."""
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ROLES: Final = ("admin", "sales", "operations", "marketing")


@dataclass(frozen=True, slots=True)
class Console:
    """What the routes work with."""

    app: App
    sessions: StaffSessions
    limiter: MovingWindowRateLimiter
    templates: Jinja2Templates

    def session(self, request: Request) -> StaffSession | None:
        return self.sessions.read(request)

    def page(self, request: Request, template: str, session: StaffSession | None, **values: Any) -> Response:
        """A page that nobody else's cache or frame keeps."""
        language = spoken(request)
        context = {"language": language, "t": texts(language), "session": session, "roles": ROLES, **values}
        response = self.templates.TemplateResponse(request, template, context)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Security-Policy"] = POLICY
        return response

    def view(self, record: CrmLead, language: str) -> LeadView:
        if record.lead is None:
            raise NotFound("the lead is gone")
        zone = ZoneInfo(self.app.playbook().company.timezone)
        return LeadView(record.lead, self.app.wording, language, zone)

    def reasons(self, language: str) -> list[tuple[str, str]]:
        """Code and label, the likeliest first."""
        return [
            (str(code.value), labels.get(language, str(code.value)))
            for code, labels in self.app.playbook().reasons.items()
            if code.value != "figures_unconfirmed"
        ]


def console_router(app: App, secret: bytes) -> APIRouter:
    """The console's routes, on the given installation."""
    is_https = urlsplit(app.settings.public_url).scheme == "https"
    templates = Jinja2Templates(directory=FOLDER / "templates")
    templates.env.filters["web_address"] = web_address
    console = Console(
        app,
        StaffSessions(app.staff, secret, is_https=is_https),
        MovingWindowRateLimiter(MemoryStorage()),
        templates,
    )
    router = APIRouter(prefix="/console", include_in_schema=False)
    _add_sign_in(router, console)
    _add_leads(router, console)
    _add_staff(router, console)
    router.add_api_route("/static/{name}", _static)
    return router


def web_address(text: str) -> str:
    """The text when it is a plain web address, else "": what a visitor sent may be anything."""
    return text if urlsplit(text).scheme in ("http", "https") else ""


def spoken(request: Request) -> str:
    """The first language of the browser that the console speaks."""
    for part in request.headers.get("accept-language", "").lower().split(","):
        if part.strip()[:2] in LANGUAGES:
            return part.strip()[:2]
    return LANGUAGES[0]


@cache
def texts(language: str) -> dict[str, Any]:
    """All texts of the console in one language."""
    loaded: dict[str, Any] = yaml.safe_load(
        (FOLDER / "texts" / f"{language}.yml").read_text(encoding="utf-8")
    )
    return loaded


async def _static(name: str) -> FileResponse:
    allowed = {path.name: path for path in (FOLDER / "static").iterdir() if path.is_file()}
    if name not in allowed:
        raise HTTPException(404)
    return FileResponse(allowed[name], headers={"Cache-Control": "public, max-age=3600"})


def _signed_in(console: Console, *roles: Role) -> Callable[[Request], StaffSession]:
    """Dependency: somebody with one of these roles (none given: any) is signed in."""

    def check(request: Request) -> StaffSession:
        session = console.session(request)
        if session is None:
            raise HTTPException(303, headers={"Location": "/console/sign-in"})
        if roles and session.account.role not in roles:
            raise HTTPException(403, "your role may not see this page")
        return session

    return check


def _own_form(console: Console, *roles: Role) -> Callable[..., StaffSession]:
    """Dependency: as ``_signed_in``, and the form came from a page of this session."""
    signed_in = _signed_in(console, *roles)

    def check(request: Request, csrf: Annotated[str, Form()] = "") -> StaffSession:
        session = signed_in(request)
        if not console.sessions.is_own_form(session, csrf):
            raise HTTPException(403, "this form is too old: go back, reload the page and try again")
        return session

    return check


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(path, status_code=303)


def _add_sign_in(router: APIRouter, console: Console) -> None:
    @router.get("/")
    def home(request: Request) -> Response:
        return _to("/console/leads" if console.session(request) else "/console/sign-in")

    @router.get("/sign-in")
    def sign_in_page(request: Request) -> Response:
        return console.page(request, "sign_in.html", None)

    @router.post("/sign-in")
    def sign_in(
        request: Request, email: Annotated[str, Form()] = "", password: Annotated[str, Form()] = ""
    ) -> Response:
        address = request.client.host if request.client else ""
        if not console.limiter.hit(SIGN_INS, "sign-in", address):
            page = console.page(request, "sign_in.html", None, error="too_many")
            page.status_code = 429
            return page
        account = console.app.staff.sign_in(email, password)
        if account is None:
            page = console.page(request, "sign_in.html", None, error="wrong", email=email)
            page.status_code = 401
            return page
        response = _to("/console/leads")
        console.sessions.start(response, account)
        return response

    @router.post("/sign-out")
    def sign_out(_: Annotated[StaffSession, Depends(_own_form(console))]) -> Response:
        response = _to("/console/sign-in")
        console.sessions.end(response)
        return response

    @router.get("/welcome/{token}")
    def welcome_page(request: Request, token: str) -> Response:
        return console.page(request, "welcome.html", None, token=token)

    @router.post("/welcome/{token}")
    def welcome(
        request: Request,
        token: str,
        password: Annotated[str, Form()] = "",
        name: Annotated[str, Form()] = "",
        email: Annotated[str, Form()] = "",
    ) -> Response:
        try:
            account = console.app.staff.set_password(token, password, name, email)
        except (BadInput, Conflict) as error:
            page = console.page(
                request, "welcome.html", None, token=token, error=str(error), name=name, email=email
            )
            page.status_code = 400
            return page
        response = _to("/console/leads")
        console.sessions.start(response, account)
        return response


def _add_leads(router: APIRouter, console: Console) -> None:
    sales = ("admin", "sales")

    @router.get("/leads")
    def leads(request: Request, session: Annotated[StaffSession, Depends(_signed_in(console))]) -> Response:
        language = spoken(request)
        rows = [(record, console.view(record, language)) for record in console.app.inbox.newest()]
        template = "lead_rows.html" if request.headers.get("hx-request") else "leads.html"
        return console.page(request, template, session, rows=rows, now=console.app.clock())

    @router.get("/leads/{crm_id}")
    def lead(
        request: Request, crm_id: str, session: Annotated[StaffSession, Depends(_signed_in(console))]
    ) -> Response:
        return _lead_page(console, request, crm_id, session)

    @router.post("/leads/{crm_id}/accept")
    def accept(
        crm_id: str, session: Annotated[StaffSession, Depends(_own_form(console, *sales))]
    ) -> Response:
        console.app.inbox.accept(crm_id, session.account.name)
        return _to(f"/console/leads/{crm_id}")

    @router.post("/leads/{crm_id}/contacted")
    def contacted(
        crm_id: str, session: Annotated[StaffSession, Depends(_own_form(console, *sales))]
    ) -> Response:
        console.app.inbox.contacted(crm_id, session.account.name)
        return _to(f"/console/leads/{crm_id}")

    @router.post("/leads/{crm_id}/reject")
    def reject(
        request: Request,
        crm_id: str,
        session: Annotated[StaffSession, Depends(_own_form(console, *sales))],
        reason: Annotated[str, Form()] = "",
        note: Annotated[str, Form()] = "",
    ) -> Response:
        try:
            console.app.inbox.reject(crm_id, session.account.name, reason, note)
        except BadInput as error:
            page = _lead_page(console, request, crm_id, session, error=str(error))
            page.status_code = 400
            return page
        return _to(f"/console/leads/{crm_id}")


def _lead_page(
    console: Console, request: Request, crm_id: str, session: StaffSession, error: str = ""
) -> Response:
    language = spoken(request)
    try:
        file = console.app.inbox.open(crm_id)
    except NotFound as missing:
        raise HTTPException(404, "there is no such lead") from missing
    reasons = console.reasons(language)
    return console.page(
        request,
        "lead.html",
        session,
        file=file,
        view=console.view(file.record, language),
        likeliest=reasons[:LIKELIEST],
        others=reasons[LIKELIEST:],
        labels=dict(reasons),
        error=error,
        now=console.app.clock(),
        zone=ZoneInfo(console.app.playbook().company.timezone),
    )


def _add_staff(router: APIRouter, console: Console) -> None:
    @router.get("/staff")
    def staff(
        request: Request, session: Annotated[StaffSession, Depends(_signed_in(console, "admin"))]
    ) -> Response:
        return console.page(request, "staff.html", session, accounts=console.app.staff.all())

    @router.post("/staff")
    def invite(
        request: Request,
        session: Annotated[StaffSession, Depends(_own_form(console, "admin"))],
        email: Annotated[str, Form()] = "",
        name: Annotated[str, Form()] = "",
        role: Annotated[Role, Form()] = "sales",
    ) -> Response:
        link = error = ""
        try:
            token = console.app.staff.add(email, name, role)
            link = f"{console.app.settings.public_url}/console/welcome/{token}"
        except (BadInput, Conflict) as refused:
            error = str(refused)
        page = console.page(
            request, "staff.html", session, accounts=console.app.staff.all(), link=link, error=error
        )
        page.status_code = 400 if error else 200
        return page

    @router.post("/staff/{account_id}/disable")
    def disable(
        account_id: str, session: Annotated[StaffSession, Depends(_own_form(console, "admin"))]
    ) -> Response:
        if account_id == session.account.id:
            raise HTTPException(400, "you cannot disable your own account")
        console.app.staff.disable(account_id)
        return _to("/console/staff")
