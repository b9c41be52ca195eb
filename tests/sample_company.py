"""The sample company as unit tests see it: its playbook, and a factory with its orders or with none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from viable.domain.capacity import Capacity, empty_capacity
from viable.domain.orders import loads_of_orders
from viable.domain.playbook import Company, Playbook
from viable.domain.request import Place, Request
from viable.feeds.playbook_files import load_playbook, opening_plan, read_files

FOLDER = Path(__file__).parents[1] / "playbook"
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
"""A Monday, 11:42 at the factory."""

VIGO = Place("Vigo", "ES", "ES-PO", "36201")
LAS_PALMAS = Place("Las Palmas de Gran Canaria", "ES", "ES-GC", "35001")
MELILLA = Place("Melilla", "ES", "ES-ML", "52001")
BOSTON = Place("Boston", "US", "US-MA", "02108")


@cache
def sample_files() -> dict[str, str]:
    """Texts of the sample playbook by name."""
    return read_files(FOLDER)


@cache
def sample_playbook() -> Playbook:
    return load_playbook(FOLDER, TODAY)


@cache
def sample_company() -> Company:
    """With the sample's orders, some weeks of which are overloaded."""
    plan = opening_plan(sample_files(), TODAY)
    model = sample_playbook().capacity_model
    free = _empty()
    loads = loads_of_orders(plan.orders, free, model)
    within = [load for each in loads.values() for load in each if free.index_of(load.week) < free.weeks]
    return Company(sample_playbook(), free.plus([*within, *plan.downtime]))


@cache
def idle_company() -> Company:
    """With nothing to do."""
    return Company(sample_playbook(), _empty())


def _empty() -> Capacity:
    plan = opening_plan(sample_files(), TODAY)
    model = sample_playbook().capacity_model
    return empty_capacity(
        model.resources.values(),
        {"": model.calendar},
        first_week=plan.first_week,
        weeks=plan.weeks,
        as_of=NOW,
    )


EASY = Request(
    family="shipping_box",
    quantity=5000,
    customization="logo",
    size="standard",
    place=VIGO,
    deliver_by=date(2027, 1, 18),
    is_budget_open=True,
    authority="decides",
)
"""A complete request that nothing speaks against."""


def easy(**changes: object) -> Request:
    """``EASY`` with changes."""
    return replace(EASY, **changes)  # type: ignore[arg-type]  # the names are Request's own
