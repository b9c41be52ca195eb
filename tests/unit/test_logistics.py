"""When goods arrive, and which way is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from viable.domain.calendars import Calendar
from viable.domain.logistics import Option, Reliability, Transport, choose
from viable.domain.rate_card import CarrierService, Lane, RateCard, Transit
from viable.domain.reasons import DateRange
from viable.domain.zones import Zone

WEEKDAYS = frozenset(range(5))
ZONE = Zone("z", {}, needs_customs=False, tax_rate=Decimal(0), consignee_pays=(), calendar="ES")
TRANSPORT = Transport(RateCard(), Calendar(), "ES-VC", Reliability(), time(16))
MONDAY = date(2026, 11, 23)


def lane(
    days: int = 2,
    *,
    departures: frozenset[int] = WEEKDAYS,
    cut_off: time = time(17),
    on_time: str | None = None,
    deliveries: int = 100,
) -> Lane:
    record = None if on_time is None else Decimal(on_time)
    service = CarrierService("c", "road", Decimal(200), Decimal(0), cut_off)
    return Lane("z", service, Transit("z", "c", "road", days, days, departures, record, deliveries), ())


def arrival(ready: date, a_lane: Lane, transport: Transport = TRANSPORT, zone: Zone = ZONE) -> date:
    return transport.delivery(a_lane, zone, DateRange(ready, ready)).latest


def test_goods_ready_before_the_cut_off_leave_the_same_day() -> None:
    assert arrival(MONDAY, lane()) == date(2026, 11, 25)


def test_goods_ready_after_the_cut_off_leave_on_the_next_working_day() -> None:
    assert arrival(MONDAY, lane(cut_off=time(12))) == date(2026, 11, 26)


def test_a_ferry_waits_for_its_day() -> None:
    assert arrival(MONDAY, lane(1, departures=frozenset({3}))) == date(2026, 11, 27)


def test_weekends_and_holidays_of_either_end_are_no_transit_days() -> None:
    assert arrival(date(2026, 12, 4), lane()) == date(2026, 12, 9)  # 7 and 8 are a Monday and a holiday
    there = replace(ZONE, calendar="FR")
    assert arrival(date(2026, 7, 13), lane(1), zone=there) == date(2026, 7, 15)


def test_a_zone_without_a_calendar_knows_only_weekends_and_the_holidays_of_the_origin() -> None:
    assert arrival(date(2027, 1, 5), lane(1), zone=replace(ZONE, calendar="")) == date(2027, 1, 7)


def test_nothing_leaves_while_the_factory_is_closed_but_what_is_under_way_goes_on() -> None:
    closed = Calendar(frozenset(date(2026, 8, day) for day in range(10, 22)))
    transport = replace(TRANSPORT, factory=closed)
    assert arrival(date(2026, 8, 10), lane(1), transport) == date(2026, 8, 25)
    assert arrival(date(2026, 8, 7), lane(2), transport) == date(2026, 8, 11)


def test_a_poor_on_time_record_adds_days_to_the_latest_date_only() -> None:
    reliability = Reliability(20, ((Decimal("0.95"), 1), (Decimal("0.85"), 2)))
    transport = replace(TRANSPORT, reliability=reliability)
    ready = DateRange(MONDAY, MONDAY)
    assert transport.delivery(lane(on_time="0.95"), ZONE, ready).latest == date(2026, 11, 25)
    assert transport.delivery(lane(on_time="0.94"), ZONE, ready).latest == date(2026, 11, 26)
    assert transport.delivery(lane(on_time="0.80"), ZONE, ready).latest == date(2026, 11, 27)
    assert transport.delivery(lane(on_time="0.80"), ZONE, ready).earliest == date(2026, 11, 25)


def test_a_record_of_few_deliveries_counts_as_none() -> None:
    transport = replace(TRANSPORT, reliability=Reliability(20, ((Decimal("0.95"), 1),)))
    assert arrival(MONDAY, lane(on_time="1", deliveries=3), transport) == date(2026, 11, 26)


@given(st.integers(0, 700), st.integers(1, 20), st.sets(st.integers(0, 4), min_size=1), st.booleans())
def test_ready_by_is_the_last_day_that_still_arrives_in_time(
    offset: int, days: int, departures: set[int], is_late_cut_off: bool
) -> None:
    a_lane = lane(days, departures=frozenset(departures), cut_off=time(17) if is_late_cut_off else time(9))
    deadline = MONDAY + timedelta(days=offset)
    ready_by = TRANSPORT.ready_by(a_lane, ZONE, deadline)
    assert arrival(ready_by, a_lane) <= deadline
    assert arrival(ready_by + timedelta(days=1), a_lane) > deadline


def option(cost: int, arrives: date) -> Option:
    return Option(lane(), Decimal(cost), DateRange(arrives, arrives))


SLOW, FAST = option(50, date(2027, 1, 11)), option(200, date(2026, 12, 18))


def test_the_cheapest_way_in_time_is_taken() -> None:
    assert choose([SLOW, FAST], date(2027, 1, 31)) is SLOW
    assert choose([SLOW, FAST], date(2026, 12, 21)) is FAST


def test_a_way_out_of_proportion_is_not_taken_even_if_it_is_the_only_one_in_time() -> None:
    assert choose([SLOW, FAST], date(2026, 12, 21), Decimal(100)) is SLOW


def test_in_a_hurry_the_fastest_affordable_way_is_taken() -> None:
    assert choose([SLOW, FAST], None, asap=True) is FAST
    assert choose([SLOW, FAST], None, Decimal(100), asap=True) is SLOW


def test_where_nothing_is_affordable_the_cheapest_is_shown() -> None:
    assert choose([SLOW, FAST], None, Decimal(1)) is SLOW
