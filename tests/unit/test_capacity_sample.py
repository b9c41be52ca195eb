"""The sample company's load and promises, on whatever day its store is prepared."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from tests.sample_company import FOLDER, sample_files
from viable.domain.capacity import Capacity, empty_capacity
from viable.domain.orders import loads_of_orders
from viable.domain.promise import Promise, Work, promise
from viable.domain.routings import CapacityModel
from viable.feeds.playbook_files import load_playbook, opening_plan

ORDERED = date(2026, 11, 23)
SET_UP_DAYS = [date(2026, 11, 16), date(2026, 11, 22), date(2026, 11, 23), date(2027, 7, 1)]


def sample(set_up: date) -> tuple[CapacityModel, Capacity]:
    plan = opening_plan(sample_files(), set_up)
    model = load_playbook(FOLDER, set_up).capacity_model
    free = empty_capacity(
        model.resources.values(),
        {"": model.calendar},
        first_week=plan.first_week,
        weeks=plan.weeks,
        as_of=datetime.combine(set_up, time(6), UTC),
    ).plus(plan.downtime)
    loads = loads_of_orders(plan.orders, free, model)
    return model, free.plus([load for each in loads.values() for load in each])


def promised(set_up: date, family: str, quantity: int) -> Promise:
    model, capacity = sample(set_up)
    return promise(Work(family, quantity, "logo"), capacity, model, now=max(set_up, ORDERED))


@pytest.mark.parametrize("set_up", SET_UP_DAYS)
def test_some_weeks_are_overloaded_and_none_beyond_its_maximum(set_up: date) -> None:
    _, capacity = sample(set_up)
    overloaded = 0
    for name, actual in capacity.actual.items():
        for week, taken in enumerate(capacity.taken[name]):
            assert taken <= capacity.maximum[name][week] + 1e-6
            overloaded += taken > actual[week] + 1e-6
    assert 5 <= overloaded <= 40


@pytest.mark.parametrize("set_up", [day for day in SET_UP_DAYS if day <= ORDERED])
@pytest.mark.parametrize("quantity", [300, 1000, 2400])
def test_cartons_with_a_logo_ordered_on_23_november_are_ready_in_mid_december(
    set_up: date, quantity: int
) -> None:
    found = promised(set_up, "folding_carton", quantity)
    assert (found.earliest, found.safe) == (date(2026, 12, 11), date(2026, 12, 16))
    assert found.artwork_by == date(2026, 11, 30)


@pytest.mark.parametrize("set_up", SET_UP_DAYS)
@pytest.mark.parametrize("family", ["folding_carton", "shipping_box", "bag"])
def test_an_ordinary_order_of_any_family_is_promised_within_three_months(set_up: date, family: str) -> None:
    found = promised(set_up, family, 5000)
    assert found.safe is not None
    assert (found.safe - max(set_up, ORDERED)).days < 90


def test_a_large_order_is_promised_later_than_a_small_one() -> None:
    small, large = (promised(ORDERED, "shipping_box", quantity) for quantity in (1000, 60_000))
    assert small.safe is not None
    assert large.safe is not None
    assert small.safe < large.safe
    assert large.binding_resource is not None
