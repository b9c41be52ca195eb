"""How an order gets there, when, and what that costs: options by lane, and which one to take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from math import inf

import holidays

from viable.domain.calendars import Calendar
from viable.domain.errors import BadInput
from viable.domain.rate_card import Lane, RateCard, Shipment, Transit
from viable.domain.reasons import DateRange
from viable.domain.zones import Zone

LONGEST_WAIT_DAYS = 120
"""No carrier waits longer for a departure or a working day; more means a calendar without any."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """How many working days an on-time record below a share adds to the latest delivery.

    Attributes:
        fewest_deliveries: below this count the record says nothing and the first step applies.
        steps: (share, days), highest share first; the last step that lies above the record applies.
    """

    fewest_deliveries: int = 20
    steps: tuple[tuple[Decimal, int], ...] = ()

    def safety_days(self, transit: Transit) -> int:
        if transit.on_time is None or transit.deliveries < self.fewest_deliveries:
            return self.steps[0][1] if self.steps else 0
        return max((days for share, days in self.steps if transit.on_time < share), default=0)


@dataclass(frozen=True, slots=True)
class Option:
    """One lane for one shipment."""

    lane: Lane
    cost: Decimal
    delivery: DateRange

    @property
    def service(self) -> str:
        return self.lane.service.service

    def is_in_time(self, deliver_by: date | None) -> bool:
        """Whether even the latest day of the range is early enough."""
        return deliver_by is None or self.delivery.latest <= deliver_by


@dataclass(frozen=True, slots=True)
class Transport:
    """The rate card with the calendars and habits that turn transit days into dates.

    Attributes:
        factory: days on which goods can leave.
        ready_at: time of day at which goods that became ready can be picked up.
    """

    card: RateCard
    factory: Calendar
    reliability: Reliability
    ready_at: time

    def options(self, shipment: Shipment, zone: Zone, ready: DateRange, on: date) -> list[Option]:
        """Every lane that takes the shipment, cheapest first, then fastest; prices in force on that day."""
        found = []
        for lane in self.card.lanes_to(zone.id):
            cost = lane.cost(shipment, on)
            if cost is not None:
                found.append(Option(lane, cost, self.delivery(lane, zone, ready)))
        return sorted(found, key=lambda option: (option.cost, option.delivery.latest))

    def delivery(self, lane: Lane, zone: Zone, ready: DateRange) -> DateRange:
        """When goods arrive that are ready within the range, with the safety that the record asks for."""
        slowest = lane.transit.days_max + self.reliability.safety_days(lane.transit)
        return DateRange(
            self._arrival(lane, zone, ready.earliest, lane.transit.days_min),
            self._arrival(lane, zone, ready.latest, slowest),
        )

    def ready_by(self, lane: Lane, zone: Zone, deliver_by: date) -> date:
        """The last day on which goods may become ready and still surely arrive by ``deliver_by``."""
        day = deliver_by
        for _ in range(LONGEST_WAIT_DAYS):
            if self.delivery(lane, zone, DateRange(day, day)).latest <= deliver_by:
                return day
            day -= timedelta(days=1)
        return date.min

    def _arrival(self, lane: Lane, zone: Zone, ready: date, working_days: int) -> date:
        day = self._departure(lane, ready)
        remaining = working_days
        for _ in range(LONGEST_WAIT_DAYS + 7 * working_days):
            if remaining <= 0:
                return day
            day += timedelta(days=1)
            remaining -= self.factory.is_working_day(day) and not _is_closed(zone.calendar, day)
        raise BadInput(f"{lane.service.carrier} never arrives in {zone.id}: no working days in its calendar")

    def _departure(self, lane: Lane, ready: date) -> date:
        day = ready if self.ready_at <= lane.service.cut_off else ready + timedelta(days=1)
        for _ in range(LONGEST_WAIT_DAYS):
            if day.weekday() in lane.transit.departures and self.factory.is_working_day(day):
                return day
            day += timedelta(days=1)
        raise BadInput(f"{lane.service.carrier} never leaves for {lane.zone}: no departure day is worked")


def choose(
    options: Sequence[Option],
    deliver_by: date | None,
    affordable: float | Decimal = inf,
    *,
    asap: bool = False,
) -> Option:
    """The option to take: in time and affordable, else affordable, else just the cheapest.

    Among equals the cheapest wins, or the fastest where the prospect is in a hurry.

    Args:
        options: at least one, cheapest first.
        deliver_by: day asked for; None makes every option in time.
        affordable: most that the transport may cost.
        asap: whether the fastest of the candidates wins instead of the cheapest.
    """
    within = [option for option in options if option.cost <= affordable]
    in_time = [option for option in within if option.is_in_time(deliver_by)]
    candidates = in_time or within
    if not candidates:
        return options[0]
    return min(candidates, key=_speed) if asap else candidates[0]


def fastest_in_time(options: Iterable[Option], deliver_by: date | None) -> Option | None:
    """The cheapest option that would be in time, whatever it costs."""
    return next((option for option in options if option.is_in_time(deliver_by)), None)


def _speed(option: Option) -> tuple[date, Decimal]:
    return option.delivery.latest, option.cost


def _is_closed(calendar: str, day: date) -> bool:
    return day.weekday() >= 5 or day in _holidays(calendar, day.year)


@lru_cache(maxsize=512)
def _holidays(calendar: str, year: int) -> frozenset[date]:
    """Public holidays of "ES-CN" or of a whole country, "FR"."""
    country, _, region = calendar.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))
