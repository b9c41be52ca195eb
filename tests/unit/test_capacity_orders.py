"""What orders take of the buckets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.small_factory import MONDAY, capacity, model, packing, pressing
from viable.domain.capacity import Load
from viable.domain.errors import BadInput
from viable.domain.orders import Order, loads_of_orders


def order(quantity: int, week: int, name: str = "A") -> Order:
    return Order(name, "Example", "box", quantity, MONDAY + timedelta(weeks=week, days=3))


def test_an_order_is_packed_in_its_due_week_and_pressed_as_much_earlier_as_it_dries() -> None:
    loads = loads_of_orders([order(100, 2)], capacity(), model(pressing(lag_days=5), packing()))
    assert loads["A"] == [
        Load("press", MONDAY + timedelta(weeks=1), 10.0),
        Load("packing", MONDAY + timedelta(weeks=2), 5.0),
    ]


def test_what_would_have_been_done_before_the_snapshot_is_taken_as_done() -> None:
    loads = loads_of_orders([order(100, 0)], capacity(), model(pressing(lag_days=5), packing()))
    assert [load.resource for load in loads["A"]] == ["packing"]


def test_orders_beyond_the_actual_hours_go_to_the_alternate_then_into_overtime_then_to_the_next_week() -> (
    None
):
    loads = loads_of_orders([order(800, 0)], capacity(), model(pressing(spare=True)))
    found = [(load.resource, load.week, round(load.hours, 6)) for load in loads["A"]]
    after = MONDAY + timedelta(weeks=1)
    assert found == [
        ("press", MONDAY, 40.0),
        ("old_press", MONDAY, 40.0),
        ("press", MONDAY, 8.0),
        ("old_press", MONDAY, 8.0),
        ("press", after, 8.0),
    ]


def test_earlier_due_orders_are_planned_first_whatever_order_they_come_in() -> None:
    both = [order(400, 1, "B"), order(400, 0, "A")]
    of_model = model(pressing(), packing())
    assert loads_of_orders(both, capacity(), of_model) == loads_of_orders(both[::-1], capacity(), of_model)


def test_hours_that_find_no_room_show_as_overload_in_their_own_week() -> None:
    loads = loads_of_orders([order(1000, 0)], capacity(weeks=1), model(pressing()))
    taken = capacity(weeks=1).plus(loads["A"]).taken["press"][0]
    assert taken == pytest.approx(100.0)


def test_an_order_outside_the_known_weeks_or_the_standard_is_refused() -> None:
    with pytest.raises(BadInput, match="outside the known capacity"):
        loads_of_orders([order(1, 8)], capacity(), model())
    special = Order("A", "Example", "box", 1, MONDAY, customization="tooling")
    with pytest.raises(BadInput, match="not made with customization tooling"):
        loads_of_orders([special], capacity(), model())
    with pytest.raises(BadInput, match="at least one piece"):
        order(0, 0)
