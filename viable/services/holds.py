"""Capacity reserved for a qualified lead, for as long as the playbook says and as far as its quotas allow."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from viable.domain.errors import NotFound
from viable.domain.estimate import Estimator
from viable.domain.holds import Hold, Holder, may_hold
from viable.domain.playbook import Company
from viable.domain.request import Request
from viable.ports import Transaction
from viable.services.live_capacity import live_capacity


def hold_for(
    tx: Transaction, owner: str, request: Request, company: Company, now: datetime
) -> datetime | None:
    """When the hold of the lead ``owner`` ends; None when nothing may be held, or no longer in time.

    Must run in a write transaction. Nobody else takes hours between this look at what is free and the hold: of many who want
    the last ones, the first gets them. A lead that changes its request has its earlier hold replaced, and no more time.
    """
    tx.holds.lock()
    live = {hold.owner: hold for hold in tx.holds.live(now)}
    earlier = live.pop(owner, None)
    tx.loads.release_hold(owner)
    company = replace(company, capacity=live_capacity(tx, now))
    estimate = Estimator(company, now).estimate(request)
    loads = [] if estimate.promise is None or estimate.is_short else estimate.promise.loads()
    settings = company.playbook.settings.holds
    others = [(hold, _holder(tx, hold.owner)) for hold in live.values()]
    if not loads or not may_hold(_holder(tx, owner), loads, others, company.capacity, settings):
        return None
    until = _until(earlier, now + timedelta(hours=settings.hours))
    tx.loads.add_hold(owner, [(load.resource, load.week, load.hours) for load in loads], until, now)
    return until


def _until(earlier: Hold | None, usual: datetime) -> datetime:
    """The end that was told before, so that talking on does not hold hours for ever."""
    return usual if earlier is None else min(earlier.expires_at, usual)


def _holder(tx: Transaction, lead_id: str) -> Holder:
    try:
        return Holder.of(tx.leads.get(lead_id).contact)
    except NotFound:
        return Holder(frozenset())
