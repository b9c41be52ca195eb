"""Routings whose operations need the same resource."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.cases import NOW, make_case
from tests.small_factory import MONDAY, SUNDAY, capacity, model
from viable.domain.contention import is_contested
from viable.domain.loading import stages_of
from viable.domain.promise import Work, promise
from viable.domain.routings import Alternate, Operation


def compete() -> tuple[Operation, Operation]:
    """Cutting can use either press, folding the old press alone."""
    return (
        Operation("cutting", 1, (Alternate("old_press", 0.1), Alternate("press", 0.11))),
        Operation("folding", 2, (Alternate("old_press", 0.1),)),
    )


def test_an_early_operation_leaves_a_resource_to_the_one_that_has_no_other() -> None:
    found = promise(Work("box", 360), capacity(), model(*compete()), now=SUNDAY)
    assert found.earliest == MONDAY + timedelta(days=4)
    assert {(step.operation, step.resource) for step in found.plan} == {
        ("cutting", "press"),
        ("folding", "old_press"),
    }


def test_a_resource_that_does_two_operations_is_never_filled_twice() -> None:
    found = promise(Work("box", 1500), capacity(), model(*compete()), now=SUNDAY)
    hours: dict[object, float] = {}
    for load in found.loads():
        hours[load.resource, load.week] = hours.get((load.resource, load.week), 0.0) + load.hours
    assert max(hours.values()) <= 40 + 1e-9


def test_a_routing_is_contested_when_two_operations_name_one_resource() -> None:
    assert not is_contested(stages_of(model(), "box", "none", 1))
    assert is_contested(stages_of(model(*compete()), "box", "none", 1))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 100_000))
def test_whatever_the_factory_no_bucket_goes_above_its_limit_and_all_pieces_are_made(seed: int) -> None:
    case = make_case(seed)
    suppliers = [supplier.id for supplier in case.model.backups]
    found = promise(case.work, case.capacity, case.model, now=NOW, band=case.band, backups=suppliers)
    hours: dict[tuple[str, int], float] = {}
    for load in found.loads():
        cell = load.resource, case.capacity.index_of(load.week)
        hours[cell] = hours.get(cell, 0.0) + load.hours
    for (resource, week), own in hours.items():
        assert own <= case.capacity.free(resource, case.band)[week] + 1e-6
    promised = sum(partial.quantity for partial in found.partials)
    assert promised == case.work.quantity if found.is_complete else promised < case.work.quantity
    if found.earliest and found.safe:
        assert NOW < found.starts <= found.earliest <= found.safe
