"""A prospect's wait for the first call, as the clocks of the console show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from viable.domain.lead import CrmLead

STOPS: Final = ("contacted", "rejected")
"""What ends a prospect's waiting."""


@dataclass(frozen=True, slots=True)
class Wait:
    """How long the prospect has waited, or had, in the working time of whoever calls.

    Attributes:
        alarm: "", "soon" or "late".
        ticks: it is going on right now.
    """

    seconds: int
    alarm: str
    ticks: bool
    is_over: bool


def stopped_at(record: CrmLead) -> datetime | None:
    """When the prospect's waiting ended; None while it goes on."""
    stops = (datetime.fromisoformat(row["at"]) for row in record.log if row["did"] in STOPS)
    return next(stops, None)


def alarm(waited: timedelta, warn_minutes: int, late_minutes: int) -> str:
    """How urgent it is: "", "soon" or "late"."""
    if waited >= timedelta(minutes=late_minutes):
        return "late"
    return "soon" if waited >= timedelta(minutes=warn_minutes) else ""
