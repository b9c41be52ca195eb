"""How long a prospect has been waiting for a rep, in the rep's working time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from viable.domain.calendars import Calendar

LONGEST_DAYS = 60
"""Who waits longer waits too long in any case."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody works: from ``opens`` to ``closes`` on the calendar's working days, local to ``zone``."""

    opens: time
    closes: time
    zone: ZoneInfo
    calendar: Calendar

    def worked(self, since: datetime, until: datetime) -> timedelta:
        """Working time between two moments; zero when ``until`` is not after ``since``."""
        first, last = since.astimezone(self.zone).date(), until.astimezone(self.zone).date()
        total = timedelta()
        for ahead in range(min((last - first).days, LONGEST_DAYS) + 1):
            day = first + timedelta(days=ahead)
            if self.calendar.is_working_day(day):
                begins = max(since, datetime.combine(day, self.opens, self.zone))
                ends = min(until, datetime.combine(day, self.closes, self.zone))
                total += max(ends - begins, timedelta())
        return total

    def is_at_work(self, at: datetime) -> bool:
        """Whether they work at this moment."""
        local = at.astimezone(self.zone)
        return self.calendar.is_working_day(local.date()) and self.opens <= local.time() < self.closes
