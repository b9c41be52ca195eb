"""The snapshot of weekly buckets: what is free, what is refused, what a load changes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_factory import AS_OF, MONDAY, capacity, model, pressing, supplier
from viable.domain.calendars import Calendar, YearlyClosure, calendar_of, monday_of
from viable.domain.capacity import Band, Bucket, Capacity, Load, Resource, empty_capacity
from viable.domain.errors import BadInput
from viable.domain.routings import Alternate, BackupSupplier, CustomizationClass, Operation, Routing


def test_hours_between_actual_and_maximum_are_free_with_overtime_only() -> None:
    found = capacity({"press": [44]}, weeks=1)
    assert found.free("press", "actual") == (0.0,)
    assert found.free("press", "maximum") == pytest.approx((4.0,))


def test_load_above_the_maximum_is_worked_in_the_weeks_after() -> None:
    found = capacity({"press": [58, 0, 0]}, weeks=3)
    assert found.free("press", "actual") == pytest.approx((0.0, 30.0, 40.0))


@given(st.lists(st.floats(0, 200), min_size=1, max_size=20), st.sampled_from(["actual", "maximum"]))
def test_free_hours_never_exceed_what_is_left_of_the_limit(taken: list[float], band: Band) -> None:
    found = capacity({"press": taken}, weeks=len(taken))
    rows = zip(found.free("press", band), found.limit("press", band), taken, strict=True)
    assert all(0 <= free <= max(0.0, limit - hours) for free, limit, hours in rows)


def test_a_load_is_taken_off_and_given_back_in_its_own_week() -> None:
    before = capacity(weeks=2)
    load = Load("press", MONDAY + timedelta(weeks=1), 15.0)
    after = before.plus([load])
    assert before.free("press", "actual") == (40.0, 40.0)
    assert after.free("press", "actual") == (40.0, 25.0)
    assert after.plus([load._replace(hours=-15.0)]) == before


def test_a_load_outside_the_known_weeks_or_resources_is_refused() -> None:
    with pytest.raises(BadInput, match="no bucket for press"):
        capacity(weeks=1).plus([Load("press", MONDAY + timedelta(weeks=1), 1.0)])
    with pytest.raises(BadInput, match="no bucket for oven"):
        capacity().plus([Load("oven", MONDAY, 1.0)])


def test_buckets_become_a_snapshot_and_a_missing_week_has_no_hours() -> None:
    third = MONDAY + timedelta(weeks=2)
    found = Capacity.of_buckets(
        {("press", MONDAY): Bucket(40, 48, 10), ("press", third): Bucket(32, 40)}, AS_OF, "erp"
    )
    assert (found.weeks, found.actual["press"], found.taken["press"]) == (3, (40, 0, 32), (10, 0, 0))
    assert found.bucket("press", third + timedelta(days=3)) == Bucket(32, 40, 0)
    assert found.bucket("press", third + timedelta(weeks=1)) is None
    assert found.bucket("oven", MONDAY) is None


@pytest.mark.parametrize("hours", [(-1, 0, 0), (40, 39, 0), (40, 48, float("nan")), (float("inf"),) * 3])
def test_absurd_hours_are_refused(hours: tuple[float, float, float]) -> None:
    with pytest.raises(BadInput):
        Bucket(*hours)


def test_a_snapshot_that_does_not_start_on_a_monday_is_refused() -> None:
    with pytest.raises(BadInput, match="Mondays"):
        Capacity(date(2026, 11, 24), AS_OF, {}, {}, {})


def test_rows_of_different_length_are_refused() -> None:
    with pytest.raises(BadInput, match="same number of weeks"):
        Capacity(MONDAY, AS_OF, {"press": (1.0,)}, {"press": (1.0, 2.0)}, {"press": (0.0,)})


def test_shifts_and_calendar_give_the_hours_of_a_week() -> None:
    press = Resource("press", "machine", hours_per_shift=8, shifts_per_day=2, units=3)
    closed = Calendar(frozenset({MONDAY}))
    found = empty_capacity([press], {"": closed}, first_week=MONDAY, weeks=2, as_of=AS_OF)
    assert found.actual["press"] == (192.0, 240.0)
    assert found.maximum["press"] == pytest.approx((230.4, 288.0))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kind": "oven"}, "kind is one of"),
        ({"hours_per_shift": 0}, "hours of shifts"),
        ({"shifts_per_day": 4}, "hours of shifts"),
        ({"units": 0}, "at least one unit"),
        ({"efficiency": 0}, "efficiency"),
        ({"maximum_ratio": 0.9}, "maximum_ratio"),
    ],
)
def test_a_resource_that_cannot_be_is_refused(wrong: dict[str, object], message: str) -> None:
    described: dict[str, object] = {"id": "press", "kind": "machine", "hours_per_shift": 8, **wrong}
    with pytest.raises(BadInput, match=message):
        Resource(**described)  # type: ignore[arg-type]


def test_a_routing_in_which_a_piece_comes_back_is_refused() -> None:
    way = (Alternate("press", 0.1),)
    with pytest.raises(BadInput, match="appears twice, which would be a loop"):
        Routing("box", (Operation("a", 1, way), Operation("b", 1, way)))
    with pytest.raises(BadInput, match="appears twice, which would be a loop"):
        Routing("box", (Operation("a", 1, way), Operation("a", 2, way)))


def test_an_extra_operation_in_a_place_that_is_taken_is_refused() -> None:
    clash = CustomizationClass("logo", extra_operations=(Operation("logo", 10, (Alternate("press", 1),)),))
    with pytest.raises(BadInput, match="loop"):
        model(customizations=[clash])


def test_an_operation_on_an_unknown_resource_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(BadInput, match=r"no resource 'oven'; there are old_press, packing, press"):
        model(Operation("baking", 1, (Alternate("oven", 1.0),)))


def test_a_supplier_for_an_unknown_family_or_operation_is_refused() -> None:
    with pytest.raises(BadInput, match="has no operation 'baking'"):
        model(pressing(), backups=[supplier("baking")])
    stranger = BackupSupplier("x", "bottle", None, 5, Decimal(0), 0, 1)
    with pytest.raises(BadInput, match="no routing for family 'bottle'"):
        model(backups=[stranger])


@pytest.mark.parametrize("hours_per_unit", [0, -1, float("nan"), 1000])
def test_a_rate_that_cannot_be_is_refused(hours_per_unit: float) -> None:
    with pytest.raises(BadInput, match="hours per unit"):
        Alternate("press", hours_per_unit)


def test_regional_holidays_and_yearly_closures_are_no_working_days() -> None:
    closure = YearlyClosure((12, 24), (1, 1), "Navidad")
    found = calendar_of("ES", "VC", [2026, 2027], closures=[closure])
    assert not found.is_working_day(date(2026, 10, 9)), "the region's own day"
    assert not found.is_working_day(date(2026, 12, 30))
    assert not found.is_working_day(date(2026, 1, 1)), "the closure that began the year before"
    assert found.is_working_day(date(2026, 12, 7))
    assert found.working_days_from(date(2026, 12, 7)) == 4
    assert found.last_working_day(date(2026, 12, 21)) == date(2026, 12, 23)
    assert found.last_working_day(date(2026, 12, 28)) is None


def test_a_region_without_known_holidays_and_an_impossible_closure_are_refused() -> None:
    with pytest.raises(BadInput, match="XX"):
        calendar_of("ES", "XX", [2026])
    with pytest.raises(BadInput, match="29/2"):
        YearlyClosure((2, 28), (2, 29))


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(1, 60))
def test_adding_working_days_and_taking_them_off_again_stays_within_the_gap(start: date, days: int) -> None:
    calendar = calendar_of("ES", "VC", [2026, 2027, 2028])
    end = calendar.add(start, days)
    assert calendar.is_working_day(end)
    assert sum(calendar.is_working_day(start + timedelta(n + 1)) for n in range((end - start).days)) == days
    assert calendar.subtract(end, days) <= end - timedelta(days=days)
    assert monday_of(end).weekday() == 0
