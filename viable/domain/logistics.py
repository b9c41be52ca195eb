"""How an order gets there, when, and what that costs: options by lane, and which one to take."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Sequence
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
        origin: public holidays where they leave from ("ES-VC"); the factory's own closures stop no lorry.
        ready_at: time of day at which goods that became ready can be picked up.
    """

    card: RateCard
    factory: Calendar
    origin: str
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

    def cheapest_cost(
        self, shipment: Shipment, zone: Zone, on: date, refused: Container[str]
    ) -> Decimal | None:
        """What the cheapest lane charges whose service is not refused; None when none takes the shipment."""
        costs = [
            cost
            for lane in self.card.lanes_to(zone.id)
            if lane.service.service not in refused and (cost := lane.cost(shipment, on)) is not None
        ]
        return min(costs, default=None)

    def ready_by(self, lane: Lane, zone: Zone, deliver_by: date) -> date:
        """The last day on which goods may become ready and still surely arrive by ``deliver_by``.

        ``date.min`` when that lies more than ``LONGEST_WAIT_DAYS`` before.
        """

        def arrives_late(days_before: int) -> bool:
            day = deliver_by - timedelta(days=days_before)
            return self.delivery(lane, zone, DateRange(day, day)).latest > deliver_by

        days = range(LONGEST_WAIT_DAYS)
        enough = bisect_left(days, 1, key=lambda days_before: not arrives_late(days_before))
        return deliver_by - timedelta(days=enough) if enough < LONGEST_WAIT_DAYS else date.min

    def _arrival(self, lane: Lane, zone: Zone, ready: date, working_days: int) -> date:
        day = self._departure(lane, ready)
        if working_days == 0:
            return day
        days = _open_days(self.origin, zone.calendar, day.year)
        at = bisect_right(days, day.toordinal()) + working_days - 1
        return date.fromordinal(days[at])

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


@lru_cache(maxsize=256)
def _open_days(origin: str, destination: str, year: int) -> tuple[int, ...]:
    """Ordinals of the days of two years that are worked at both ends, earliest first.

    Two years, so that any transit time that a playbook may state ends within them.
    """
    first, last = date(year, 1, 1).toordinal(), date(year + 2, 1, 1).toordinal()
    closed = {
        day.toordinal()
        for code in {origin, destination}
        for each in (year, year + 1)
        for day in _holidays(code, each)
    }
    return tuple(n for n in range(first, last) if date.fromordinal(n).weekday() < 5 and n not in closed)


@lru_cache(maxsize=512)
def _holidays(calendar: str, year: int) -> frozenset[date]:
    """Public holidays of "ES-CN", or of a whole country, "FR"; none for an empty code."""
    if not calendar:
        return frozenset()
    country, _, region = calendar.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))
