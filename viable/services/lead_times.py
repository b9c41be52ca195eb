"""Lead times for the website: they follow the load, in ranges of whole weeks from which the load cannot be read."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from viable.domain.estimate import Estimator
from viable.domain.products import Family
from viable.domain.request import Place, Request
from viable.ports import Store
from viable.services.company import CompanyReader

FRESH_FOR: Final = timedelta(seconds=2)
"""How long what was read once answers everybody."""
USUAL_LEVEL: Final = "logo"
NARROWEST_WEEKS: Final = 1
DAYS_IN_WEEK: Final = 7

type Unknown = Literal["not_served", "unconfirmed"]


@dataclass(frozen=True, slots=True)
class LeadTime:
    """How long a usual order of a family takes to a place.

    Attributes:
        weeks: from and to, whole weeks from today, rounded up; None when no range can be given.
        unknown: why not: nothing is delivered there, or a person has to confirm; None with a range.
        as_of: when capacity was last told.
    """

    family: str
    weeks: tuple[int, int] | None
    unknown: Unknown | None
    as_of: datetime


class LeadTimes:
    """Answers from live capacity, which it reads once for everybody who asks within ``FRESH_FOR``."""

    def __init__(self, store: Store, reader: CompanyReader, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._reader = reader
        self._clock = clock
        self._lock = threading.Lock()
        self._estimator: Estimator | None = None
        self._known: dict[tuple[str, str], LeadTime] = {}

    def of(self, family: str, place: Place | None) -> LeadTime:
        """The lead time to a place, or of goods fetched at the factory; raises NotFound for an unknown family."""
        with self._lock:
            estimator = self._current()
            wanted = estimator.playbook.family(family)
            zone = None if place is None else estimator.playbook.zones.zone_of(place)
            if place is not None and zone is None:
                return LeadTime(family, None, "not_served", estimator.company.capacity.as_of)
            key = family, "" if zone is None else zone.id
            if key not in self._known:
                self._known[key] = _lead_time(estimator, wanted, place)
            return self._known[key]

    def _current(self) -> Estimator:
        now = self._clock()
        if self._estimator is None or not timedelta(0) <= now - self._estimator.now < FRESH_FOR:
            with self._store.read() as tx:
                self._estimator = Estimator(self._reader.company(tx, now), now)
            self._known = {}
        return self._estimator


def _lead_time(estimator: Estimator, family: Family, place: Place | None) -> LeadTime:
    as_of = estimator.company.capacity.as_of
    limit = timedelta(hours=estimator.playbook.settings.freshness.capacity_hours)
    days = estimator.estimate(_usual_order(family, place)).delivery
    if days is None or estimator.now - as_of > limit:
        return LeadTime(family.id, None, "unconfirmed", as_of)
    first = _weeks((days.earliest - estimator.today).days)
    last = max(_weeks((days.latest - estimator.today).days), first + NARROWEST_WEEKS)
    return LeadTime(family.id, (first, last), None, as_of)


def _usual_order(family: Family, place: Place | None) -> Request:
    """The smallest order that the machine takes, printed as most are."""
    return Request(
        family=family.id,
        quantity=family.minimum_order,
        customization=USUAL_LEVEL if USUAL_LEVEL in family.levels else family.levels[0],
        size="standard",
        place=place,
        is_pickup=place is None,
        is_flexible=True,
    )


def _weeks(days: int) -> int:
    return max(1, -(-days // DAYS_IN_WEEK))
