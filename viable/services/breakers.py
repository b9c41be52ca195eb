"""Breakers at work: the load is looked at, transitions are recorded, campaigns are told, and resumed by themselves."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from viable.domain.bottleneck import load_ratios
from viable.domain.breakers import Breaker, BreakerLimits, Transition, observe
from viable.domain.campaigns import CampaignChange, CampaignState, wishes
from viable.domain.playbook import Company
from viable.domain.settings import BreakerSettings
from viable.ports import Store, Transaction
from viable.services.company import CompanyReader

FULLEST: Final = 99.0
"""What a scope without any hours, but with work, counts as."""
CHANGE_THAT_COUNTS: Final = 0.001

log = logging.getLogger(__name__)


class BreakerWatch:
    """Looks at live capacity again and again."""

    def __init__(self, store: Store, reader: CompanyReader, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._reader = reader
        self._clock = clock

    def run(self) -> list[Transition]:
        """Every breaker is as the load of this moment makes it, and every campaign has been queued what to do.

        Figures older than the playbook allows change nothing: what is not known neither stops nor resumes a campaign.
        Writers wait for nobody while nothing has changed.
        """
        now = self._clock()
        with self._store.read() as tx:
            if not self._has_news(tx, now):
                return []
        with self._store.write() as tx:
            tx.breakers.lock()
            company = self._reader.company(tx, now)
            if _is_stale(company, now):
                return []
            before = tx.breakers.all()
            after, transitions = _observed(before, company, now)
            _record(tx, before, after, transitions)
            _tell_campaigns(tx, company, after, now)
        for made in transitions:
            log.warning(
                "breaker %s: %s → %s at %.0f %%", made.scope, made.before, made.after, 100 * made.ratio
            )
        return transitions

    def _has_news(self, tx: Transaction, now: datetime) -> bool:
        company = self._reader.company(tx, now)
        if _is_stale(company, now):
            return False
        before = tx.breakers.all()
        after, transitions = _observed(before, company, now)
        if transitions or before.keys() != after.keys():
            return True
        if any(abs(after[scope].ratio - before[scope].ratio) > CHANGE_THAT_COUNTS for scope in after):
            return True
        states = tx.campaigns.states()
        wanted = wishes(company.playbook.campaigns, company.playbook.families, after)
        return any(wish.state != _state_of(wish.campaign, states) for wish in wanted)


def limits_of(settings: BreakerSettings) -> BreakerLimits:
    """The playbook's limits; an open breaker eases half-way between warning and open. Raises BadInput when they would flap."""
    warn, open_ = float(settings.warning_share), float(settings.open_share)
    return BreakerLimits(
        warn_at=warn,
        open_at=open_,
        ease_below=(warn + open_) / 2,
        resume_below=float(settings.resume_share),
        minimum_dwell=timedelta(minutes=settings.dwell_minutes),
    )


def _is_stale(company: Company, now: datetime) -> bool:
    limit = timedelta(hours=company.playbook.settings.freshness.capacity_hours)
    return now - company.capacity.as_of > limit


def _observed(
    before: Mapping[str, Breaker], company: Company, now: datetime
) -> tuple[dict[str, Breaker], list[Transition]]:
    """Breakers of every scope that there is, and the transitions that they made, by scope."""
    playbook = company.playbook
    settings = playbook.settings.breakers
    today = now.astimezone(ZoneInfo(playbook.company.timezone)).date()
    ratios = load_ratios(company.capacity, playbook.capacity_model, now=today, weeks=settings.window_weeks)
    after, transitions = {}, []
    for scope, ratio in sorted(ratios.items()):
        known = before.get(scope) or Breaker(scope, "closed", now)
        after[scope], made = observe(known, min(ratio, FULLEST), now, limits_of(settings))
        transitions += [made] if made else []
    return after, transitions


def _record(
    tx: Transaction,
    before: Mapping[str, Breaker],
    after: Mapping[str, Breaker],
    transitions: list[Transition],
) -> None:
    for scope, breaker in after.items():
        if before.get(scope) != breaker:
            tx.breakers.save(breaker)
    tx.breakers.forget(before.keys() - after.keys())
    for made in transitions:
        tx.breakers.add_transition(made)


def _tell_campaigns(
    tx: Transaction, company: Company, breakers: Mapping[str, Breaker], now: datetime
) -> None:
    states = tx.campaigns.states()
    for wish in wishes(company.playbook.campaigns, company.playbook.families, breakers):
        known = _state_of(wish.campaign, states)
        if wish.state != known:
            tx.campaigns.add(CampaignChange(uuid4().hex, wish.campaign, known, wish.state, now, wish.cause))


def _state_of(campaign: str, states: Mapping[str, CampaignChange]) -> CampaignState:
    """What the campaign was told last; one that was never told anything runs."""
    return states[campaign].after if campaign in states else "running"
