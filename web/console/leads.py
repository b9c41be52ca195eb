"""Leads: the list, a lead's page, and what a rep does about it."""

# Annotations are evaluated where they stand: FastAPI could not find local dependencies in strings.
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from viable.domain.errors import BadInput, Conflict, NotFound
from viable.domain.lead import CrmLead
from viable.domain.playbook import Playbook
from viable.domain.waiting import Hours
from viable.services.inbox import LeadFile
from web.console.evidence import EvidenceWords
from web.console.guards import own_form, signed_in
from web.console.lead_view import LeadView
from web.console.pages import Console, spoken, texts, to
from web.console.sessions import StaffSession
from web.console.sight import Sight, acting_roles
from web.console.waits import Wait, alarm, stopped_at

LIKELIEST: Final = 6
"""Reasons that a rep sees first."""
CLOSED: Final = ("contacted", "rejected")
TABS: Final[dict[str, Callable[[CrmLead], bool]]] = {
    "open": lambda record: record.status not in CLOSED,
    "closed": lambda record: record.status in CLOSED,
    "all": lambda _: True,
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Makes leads readable for one colleague."""

    console: Console
    playbook: Playbook
    language: str
    sight: Sight
    labels: Mapping[str, str]

    def view(self, record: CrmLead) -> LeadView:
        """The lead in the reader's language, as far as they may see it."""
        zone = ZoneInfo(self.playbook.company.timezone)
        return LeadView(
            record,
            self.sight,
            self._wait(record),
            EvidenceWords(self.console.app.wording, self.language, zone),
            texts(self.language),
            self.labels,
        )

    def _wait(self, record: CrmLead) -> Wait:
        assert record.lead is not None
        hours, now, stopped = self._hours(record.lead.rep), self.console.app.clock(), stopped_at(record)
        waited = hours.worked(record.lead.created_at, stopped or now)
        limits = self.playbook.settings.contact
        return Wait(
            seconds=int(waited.total_seconds()),
            alarm=alarm(waited, limits.warn_minutes, limits.reroute_minutes),
            ticks=stopped is None and hours.is_at_work(now),
            is_over=stopped is not None,
        )

    def _hours(self, name: str) -> Hours:
        """Of the rep with this name, the company's when there is none."""
        calendar, contact = self.playbook.capacity_model.calendar, self.playbook.settings.contact
        for rep in self.playbook.reps:
            if rep.name == name:
                return Hours(rep.opens, rep.closes, ZoneInfo(rep.timezone), calendar)
        return Hours(contact.opens, contact.closes, ZoneInfo(self.playbook.company.timezone), calendar)


def add_routes(router: APIRouter, console: Console) -> None:
    """The router knows the list, the pages of leads, and what is done there."""
    _add_reading(router, console)
    _add_acting(router, console)


def _add_reading(router: APIRouter, console: Console) -> None:
    reader = Depends(signed_in(console))

    @router.get("/leads")
    def leads(
        request: Request, session: Annotated[StaffSession, reader], show: str = "open", part: str = ""
    ) -> Response:
        shown = show if show in TABS else "open"
        records = [record for record in console.app.inbox.newest() if record.lead is not None]
        desk = _desk(console, request, session)
        return console.page(
            request,
            "lead_rows.html" if part == "rows" else "leads.html",
            session,
            views=[desk.view(record) for record in records if TABS[shown](record)],
            counts={tab: sum(map(belongs, records)) for tab, belongs in TABS.items()},
            show=shown,
            limits=desk.playbook.settings.contact,
        )

    @router.get("/leads/{crm_id}")
    def lead(request: Request, session: Annotated[StaffSession, reader], crm_id: str) -> Response:
        return _lead_page(console, request, session, crm_id)


def _add_acting(router: APIRouter, console: Console) -> None:
    rep = Depends(own_form(console, *acting_roles()))

    def done(request: Request, session: StaffSession, crm_id: str, act: Callable[[], None]) -> Response:
        try:
            act()
        except Conflict:
            return _lead_page(console, request, session, crm_id, 409, error="moved")
        return to(f"/console/leads/{crm_id}")

    @router.post("/leads/{crm_id}/accept")
    def accept(request: Request, session: Annotated[StaffSession, rep], crm_id: str) -> Response:
        inbox, by = console.app.inbox, session.account.name
        return done(request, session, crm_id, lambda: inbox.accept(crm_id, by))

    @router.post("/leads/{crm_id}/contacted")
    def contacted(request: Request, session: Annotated[StaffSession, rep], crm_id: str) -> Response:
        inbox, by = console.app.inbox, session.account.name
        return done(request, session, crm_id, lambda: inbox.contacted(crm_id, by))

    @router.post("/leads/{crm_id}/reject")
    def reject(
        request: Request,
        session: Annotated[StaffSession, rep],
        crm_id: str,
        reason: Annotated[str, Form()] = "",
        note: Annotated[str, Form()] = "",
    ) -> Response:
        inbox, by = console.app.inbox, session.account.name
        try:
            return done(request, session, crm_id, lambda: inbox.reject(crm_id, by, reason, note))
        except BadInput:
            chosen = {"reason": reason, "note": note}
            return _lead_page(console, request, session, crm_id, 400, error="reason", chosen=chosen)


def _desk(console: Console, request: Request, session: StaffSession) -> Desk:
    language = spoken(request)
    return Desk(console, console.app.playbook(), language, session.sight, console.labels(language))


def _lead_page(
    console: Console, request: Request, session: StaffSession, crm_id: str, status: int = 200, **values: Any
) -> Response:
    file: LeadFile = console.app.inbox.open(crm_id)
    if file.record.lead is None:
        raise NotFound("the lead has been erased")
    desk = _desk(console, request, session)
    reasons = console.reasons(desk.language)
    return console.page(
        request,
        "lead.html",
        session,
        status=status,
        file=file,
        lead=file.record.lead,
        view=desk.view(file.record),
        likeliest=reasons[:LIKELIEST],
        others=reasons[LIKELIEST:],
        limits=desk.playbook.settings.contact,
        **values,
    )
