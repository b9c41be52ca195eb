"""Counter-offers: the smallest changes that work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from tests.sample_company import BOSTON, LAS_PALMAS, MELILLA, NOW, TODAY, easy, sample_company
from tests.unit.test_verdicts import CANARIES, REQUESTS
from viable.domain.assess import assess
from viable.domain.counter_offers import CounterOffer
from viable.domain.money import Money
from viable.domain.offering import counter_offers
from viable.domain.reasons import DateRange, ReasonCode
from viable.domain.request import Request


def offers_for(request: Request) -> list[CounterOffer]:
    return counter_offers(request, sample_company(), NOW)


def offer(kind: str, request: Request) -> CounterOffer:
    return next(found for found in offers_for(request) if found.kind == kind)


def test_what_works_needs_no_offer() -> None:
    assert offers_for(easy()) == []


def test_the_small_lot_by_sea_can_be_picked_up_in_time_or_become_a_larger_one_in_january() -> None:
    pickup, lot = offers_for(CANARIES)
    assert (pickup.kind, pickup.changes) == ("pickup", ("location",))
    assert pickup.evidence["ready"] == DateRange(date(2026, 12, 11), date(2026, 12, 16))
    assert pickup.evidence["total"] == Money.of(620)
    assert (lot.kind, lot.changes) == ("lot", ("volume", "timeline"))
    assert lot.evidence["quantity"] == 2400
    assert lot.evidence["delivery"] == DateRange(date(2027, 1, 11), date(2027, 1, 15))
    assert lot.evidence["total"] == Money.of("1422.62")


def test_a_lot_too_late_by_sea_is_offered_later_at_the_factory_and_by_air_with_the_budget_it_takes() -> None:
    found = offers_for(replace(CANARIES, quantity=2400))
    assert [each.kind for each in found] == ["date", "pickup", "service"]
    by_air = found[2]
    assert by_air.request.service == "air"
    assert by_air.evidence["budget_needed"] == by_air.evidence["total"] == Money.of("1660.50")
    assert by_air.evidence["gap"] == Money.of("160.50")


def test_48_hours_to_a_remote_area_is_offered_at_the_date_that_works() -> None:
    request = easy(family="bag", quantity=20_000, place=MELILLA, deliver_by=TODAY + timedelta(days=2))
    later = offer("date", request)
    assert later.changes == ("timeline",)
    assert later.request.deliver_by == later.assessment.promise.delivery.latest  # type: ignore[union-attr]  # verified


def test_before_the_place_is_known_the_day_at_the_factory_is_offered() -> None:
    found = offers_for(Request(family="bag", quantity=2000, deliver_by=TODAY + timedelta(days=2)))
    assert [each.say for each in found] == ["offer_at_factory"]
    assert "total" not in found[0].evidence


def test_a_budget_a_little_short_is_offered_as_more_budget_or_fewer_pieces() -> None:
    request = easy(is_budget_open=False, budget=Money.of(5000))
    assert [each.kind for each in offers_for(request)] == ["budget", "lot"]
    assert offer("budget", request).evidence["gap"] == Money.of(495)
    assert offer("lot", request).request.quantity == 4225


def test_pick_up_is_offered_where_the_freight_is_what_the_budget_lacks() -> None:
    request = easy(is_budget_open=False, budget=Money.of(5600), budget_includes_transport=True)
    assert "pickup" in [each.kind for each in offers_for(request)]


def test_a_budget_far_short_is_not_offered_as_more_budget() -> None:
    found = offers_for(easy(is_budget_open=False, budget=Money.of(3000)))
    assert [each.kind for each in found] == ["lot"]


def test_part_of_a_large_order_goes_ahead_and_the_rest_follows() -> None:
    found = offer("split", easy(quantity=900_000, deliver_by=date(2027, 1, 29)))
    first, rest = found.request.parts
    assert first.deliver_by == date(2027, 1, 29)
    assert first.quantity + rest.quantity == 900_000
    assert found.evidence["first_quantity"] == first.quantity


def test_too_few_pieces_are_offered_as_the_minimum_order() -> None:
    assert offer("lot", easy(quantity=100)).request.quantity == 250


def test_a_lot_many_times_larger_than_asked_is_no_offer() -> None:
    assert [each.kind for each in offers_for(easy(family="bag", quantity=10, place=LAS_PALMAS))] == []


def test_a_level_outside_the_standard_is_offered_with_the_nearest_that_is() -> None:
    request = easy(family="folding_carton", customization="tooling", deliver_by=date(2027, 4, 1))
    found = offer("customization", request)
    assert found.request.customization == "specification"


def test_a_place_that_is_not_served_is_offered_pick_up() -> None:
    assert [each.kind for each in offers_for(easy(place=BOSTON))] == ["pickup"]


def test_whoever_has_no_say_is_asked_to_bring_in_who_decides() -> None:
    assert [each.say for each in offers_for(easy(authority="none"))] == ["offer_authority"]


def test_nothing_is_offered_on_stale_figures() -> None:
    company = sample_company()
    stale = replace(company, capacity=replace(company.capacity, as_of=NOW - timedelta(days=3)))
    assert counter_offers(CANARIES, stale, NOW) == []


def test_a_service_that_does_not_go_there_is_offered_as_one_that_does() -> None:
    found = offer("date", easy(service="sea"))
    assert found.request.service is None


@pytest.mark.parametrize("quantity", [100, 5000, 90_000_000])
def test_offers_are_the_same_when_asked_again(quantity: int) -> None:
    request = easy(quantity=quantity, deliver_by=TODAY + timedelta(days=9))
    assert offers_for(request) == offers_for(request)


@settings(max_examples=150, deadline=None)
@given(REQUESTS)
def test_every_offer_is_viable_on_its_own_different_from_the_others_and_smallest_first(
    request: Request,
) -> None:
    found = offers_for(request)
    assert len(found) <= 3
    assert len({each.kind for each in found}) == len(found)
    assert [len(each.changes) for each in found] == sorted(len(each.changes) for each in found)
    for each in found:
        again = assess(each.request, sample_company(), NOW)
        assert {reason.code for reason in again.reasons} <= {ReasonCode.NO_DECISION_MAKER}
        assert each.changes
        assert each.request != request
