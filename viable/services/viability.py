"""«¿Es viable?» for every entrance: the same verdict, promise and counter-offers, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from viable.domain.assess import assess
from viable.domain.counter_offers import CounterOffer
from viable.domain.offering import counter_offers
from viable.domain.playbook import Company, Playbook
from viable.domain.request import Request
from viable.domain.verdict import Assessment
from viable.ports import Store
from viable.services.company import CompanyReader

type Ask = Callable[[Playbook, date], Request]
"""The request, by what the playbook knows and today's date at the factory; raises BadInput."""


@dataclass(frozen=True, slots=True)
class Viability:
    """What was asked, and what Viable makes of it.

    Attributes:
        offers: changes that would work, fewest changed answers first; empty when nothing speaks against the request.
    """

    request: Request
    assessment: Assessment
    offers: tuple[CounterOffer, ...]


def viability_of(request: Request, company: Company, now: datetime) -> Viability:
    """Verdict and counter-offers for one request on the figures of this moment."""
    assessment = assess(request, company, now)
    return Viability(request, assessment, tuple(counter_offers(request, company, now)))


class ViabilityChecks:
    """Answers requests that did not come through the chat; takes nothing and keeps nothing."""

    def __init__(self, store: Store, reader: CompanyReader, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._reader = reader
        self._clock = clock

    def check(self, ask: Ask) -> Viability:
        """What the request is worth today; raises what ``ask`` raises, and NotFound before `viable prepare`."""
        now = self._clock()
        with self._store.read() as tx:
            company = self._reader.company(tx, now)
        today = now.astimezone(ZoneInfo(company.playbook.company.timezone)).date()
        return viability_of(ask(company.playbook, today), company, now)
