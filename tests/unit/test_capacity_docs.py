"""The worked example of docs/capacity.md is what the code says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.small_factory import MONDAY, capacity, model
from viable.domain.bottleneck import Bottleneck, bottleneck_of
from viable.domain.calendars import Calendar
from viable.domain.capacity import Band
from viable.domain.promise import Promise, Work, promise
from viable.domain.routings import Alternate, CapacityModel, CustomizationClass, Operation

PAGE = " ".join((Path(__file__).parents[2] / "docs" / "capacity.md").read_text(encoding="utf-8").split())
"""Its words, wherever lines end."""
TAKEN = {
    "press": [40, 30, 30, 32, 20],
    "old_press": [40, 40, 34, 36, 30],
    "packing": [20, 20, 20, 24, 10],
}
WANTED_BY = date(2026, 12, 22)


def example() -> CapacityModel:
    pressing = Operation(
        "pressing",
        10,
        (Alternate("press", 0.08, setup_hours=1.6), Alternate("old_press", 0.16, setup_hours=1.6)),
        lag_days=1,
    )
    packing = Operation("packing", 20, (Alternate("packing", 0.04),))
    return model(
        pressing,
        packing,
        customizations=[CustomizationClass("logo", approval_days=5)],
        calendar=Calendar(frozenset({date(2026, 12, 8), date(2026, 12, 25)})),
        material_days=1,
        buffer_days=6,
        safety_days=2,
        efficiency=0.8,
    )


def promised(band: Band) -> Promise:
    return promise(
        Work("box", 200, "logo"), capacity(TAKEN), example(), now=MONDAY, wanted_by=WANTED_BY, band=band
    )


def bottleneck() -> Bottleneck:
    return bottleneck_of(capacity(TAKEN), example(), now=MONDAY, weeks=5)


def day(value: date | None) -> str:
    return f"{value.day} {value:%B}" if value else "never"


@pytest.mark.parametrize("band", ["actual", "maximum"])
def test_the_plan_on_the_page_is_the_one_that_is_made(band: Band) -> None:
    for step in promised(band).plan:
        row = (
            f"| {step.operation} | {step.resource} | {day(step.week)} | {step.hours:.4g} | {step.units:.4g} |"
        )
        assert row in PAGE


@pytest.mark.parametrize("band", ["actual", "maximum"])
def test_the_dates_on_the_page_are_those_that_are_promised(band: Band) -> None:
    found = promised(band)
    text = f"Ready between **{day(found.earliest)} and {day(found.safe)}**; {found.quantity_by_date} of 200 by {day(WANTED_BY)}."
    assert text in PAGE


def test_the_days_before_the_start_are_those_on_the_page() -> None:
    found = promised("actual")
    assert f"artwork by {day(found.artwork_by)}" in PAGE
    assert f"starts on {day(found.starts)}" in PAGE


def test_the_overtime_on_the_page_is_what_it_costs() -> None:
    found = promised("maximum")
    assert f"{found.overtime_hours:.4g} hours of overtime, {found.overtime_premium} €" in PAGE


def test_the_bottleneck_on_the_page_is_the_one_that_is_found() -> None:
    found = bottleneck()
    assert found.next is not None
    assert (
        f"`{found.now.resource}` is {found.now.ratio:.1%} full, `{found.next.resource}` {found.next.ratio:.1%}"
        in PAGE
    )
    assert f"more than {found.useful_relief:.1%}" in PAGE
