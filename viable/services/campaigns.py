"""What campaigns should do, on its way to where they are run: tried until it arrives."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from viable.domain.campaigns import CampaignChange
from viable.domain.errors import BadInput, NotFound, Unavailable
from viable.domain.playbook import Campaign
from viable.ports import CampaignControl, Store
from viable.services.company import CompanyReader

FIRST_RETRY: Final = timedelta(seconds=2)
LONGEST_RETRY: Final = timedelta(minutes=10)

log = logging.getLogger(__name__)


class CampaignDelivery:
    """Tells the campaign control every change that is queued, at least once each, the newest of a campaign only."""

    def __init__(
        self, store: Store, reader: CompanyReader, control: CampaignControl, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._reader = reader
        self._control = control
        self._clock = clock

    def run(self, limit: int = 50) -> int:
        """Every change that is due has been tried once; the number that arrived."""
        with self._store.read() as tx:
            due = tx.campaigns.due(self._clock(), limit)
            known = {campaign.id: campaign for campaign in self._reader.playbook(tx).campaigns} if due else {}
        return sum(self._deliver(change, known.get(change.campaign)) for change in due)

    def _deliver(self, change: CampaignChange, campaign: Campaign | None) -> bool:
        tried = replace(change, attempts=change.attempts + 1)
        try:
            if campaign is None:
                raise NotFound(f"campaign {change.campaign} is no longer in the playbook")
            self._control.set_state(campaign, change)
        except Unavailable as failure:
            pause = min(FIRST_RETRY * 2 ** min(change.attempts, 10), LONGEST_RETRY)
            self._keep(replace(tried, due_at=self._clock() + pause, error=str(failure)))
            log.warning("campaign %s was not told (try %d): %s", change.campaign, tried.attempts, failure)
            return False
        except (BadInput, NotFound) as failure:
            self._keep(replace(tried, outcome="refused", due_at=None, error=str(failure)))
            log.warning("campaign %s cannot be told: %s", change.campaign, failure)
            return False
        self._keep(replace(tried, outcome="delivered", due_at=None, error=""))
        return True

    def _keep(self, change: CampaignChange) -> None:
        with self._store.write() as tx:
            tx.campaigns.save(change)
