"""Capacity reserved for a qualified lead, for as long as the playbook says."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from viable.domain.estimate import Estimator
from viable.domain.playbook import Company
from viable.domain.request import Request
from viable.ports import Transaction


def hold_for(
    tx: Transaction, owner: str, request: Request, company: Company, now: datetime
) -> datetime | None:
    """When the hold ends; None when nothing could be held.

    Must run in the write transaction that read ``company``: recheck and insert are one.
    """
    made = Estimator(company, now).estimate(request).promise
    hours: dict[tuple[str, date], float] = defaultdict(float)
    for part in () if made is None else made.plan:
        if not part.is_backup:
            hours[part.resource, part.week] += part.hours
    if not hours:
        return None
    until = now + timedelta(hours=company.playbook.settings.holds.hours)
    tx.loads.add_hold(
        owner, [(resource, week, taken) for (resource, week), taken in hours.items()], until, now
    )
    return until
