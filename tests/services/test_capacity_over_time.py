"""Capacity in the store as weeks go by and holds come and go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.services.conftest import MONDAY
from viable.bootstrap import App
from viable.settings import read_settings


@dataclass
class Clock:
    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now


def test_weeks_that_are_over_do_not_make_the_figures_stale(tmp_path: Path) -> None:
    clock = Clock()
    app = App(read_settings({"VIABLE_VAR": str(tmp_path)}), clock=clock)
    app.prepare()
    clock.now += timedelta(days=20)
    app.refresh()
    with app.store.read() as tx:
        assert app.reader.company(tx, clock.now).capacity.as_of == clock.now
    app.store.dispose()


def test_figures_that_nobody_refreshes_keep_their_age(tmp_path: Path) -> None:
    clock = Clock()
    app = App(read_settings({"VIABLE_VAR": str(tmp_path)}), clock=clock)
    app.prepare()
    clock.now += timedelta(days=20)
    with app.store.read() as tx:
        assert app.reader.company(tx, clock.now).capacity.as_of == MONDAY
    app.store.dispose()


def test_holds_given_back_in_another_order_leave_no_negative_hours(app: App) -> None:
    week = date(2026, 12, 28)
    hours = {"a": 0.1, "b": 0.2, "c": 2.3}
    assert 0.1 + 0.2 + 2.3 - 0.1 - 0.2 - 2.3 < 0
    with app.store.write() as tx:
        resource = next(
            r for r, monday, _, _, taken in tx.loads.buckets(week) if monday == week and not taken
        )
        for owner, held in hours.items():
            tx.loads.add_hold(owner, [(resource, week, held)], MONDAY, MONDAY)
    with app.store.write() as tx:
        for owner in hours:
            tx.loads.release_hold(owner)
    with app.store.read() as tx:
        capacity = app.reader.company(tx, MONDAY).capacity
    assert capacity.taken[resource][capacity.index_of(week)] == 0.0
