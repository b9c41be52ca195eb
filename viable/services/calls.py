"""Who calls a prospect back, and by when: a promise that working hours and holidays allow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from viable.domain import values
from viable.domain.conversation import Json
from viable.domain.playbook import Playbook, Rep
from viable.domain.request import Place

ROUND_TO_MINUTES = 10
LONGEST_WAIT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Call:
    """A promised call; ``by`` is in the prospect's zone."""

    rep: str
    by: datetime

    def typed(self) -> Json:
        """As values of a response."""
        return {"rep": values.text(self.rep), "call_by": values.moment(self.by)}


def next_call(
    playbook: Playbook, now: datetime, timezone: str, language: str, family: str | None, place: Place | None
) -> Call:
    """The rep who fits the lead best and opens first, and the time until which they call.

    Territory weighs most, then language, then product; ties go to whoever comes first in the playbook.
    """
    zone = playbook.zones.zone_of(place) if place is not None else None
    reps = [rep for rep in playbook.reps if not rep.is_supervisor] or list(playbook.reps)

    def misfit(rep: Rep) -> tuple[bool, bool, bool, datetime]:
        return (
            zone is not None and bool(rep.zones) and zone.id not in rep.zones,
            language not in rep.languages,
            family is not None and bool(rep.families) and family not in rep.families,
            _call_time(playbook, rep, now),
        )

    best = min(reps, key=misfit)
    return Call(best.name, _call_time(playbook, best, now).astimezone(ZoneInfo(timezone)))


def _call_time(playbook: Playbook, rep: Rep, now: datetime) -> datetime:
    """When ``rep`` will have called: soon when at work, else soon after they open."""
    zone = ZoneInfo(rep.timezone)
    local = now.astimezone(zone)
    calendar = playbook.capacity_model.calendar
    within = timedelta(minutes=playbook.settings.contact.promise_minutes)
    for ahead in range(LONGEST_WAIT_DAYS):
        day = local.date() + timedelta(days=ahead)
        if not calendar.is_working_day(day):
            continue
        opens = datetime.combine(day, rep.opens, zone)
        closes = datetime.combine(day, rep.closes, zone)
        call = _rounded(max(local, opens) + within)
        if call <= closes:
            return call
    return _rounded(local + timedelta(days=1))


def _rounded(moment: datetime) -> datetime:
    past = moment.minute % ROUND_TO_MINUTES
    up = (ROUND_TO_MINUTES - past) % ROUND_TO_MINUTES
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=up)
