"""Lead times for the website: they follow the load within seconds, and do not tell it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.services.conftest import MONDAY
from viable.bootstrap import App
from viable.domain.errors import NotFound
from viable.domain.request import Place
from viable.services.capacity import ORDERS
from viable.settings import read_settings
from web.api.router import api_router

VIGO = Place("Vigo", "ES", None, "36201")
BOX = "shipping_box"


@dataclass
class Clock:
    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> Iterator[App]:
    made = App(read_settings({"VIABLE_VAR": str(tmp_path)}), clock=clock)
    made.prepare()
    yield made
    made.store.dispose()


def load_every_week(app: App, weeks: int, hours: float) -> None:
    """Gluing and finishing have so many hours taken in each of the next weeks, and nothing else is."""
    mondays = [date(2026, 11, 23) + timedelta(weeks=n) for n in range(weeks)]
    rows = [(resource, monday, hours) for resource in ("gluing", "finishing") for monday in mondays]
    with app.store.write() as tx:
        tx.loads.replace_load([], "downtime", app.clock())
        tx.loads.replace_load(rows, ORDERS, app.clock())


def test_the_range_moves_within_five_seconds_of_the_load(app: App, clock: Clock) -> None:
    load_every_week(app, 1, 0.0)
    before = app.lead_times.of("bag", VIGO).weeks
    load_every_week(app, 10, 400.0)
    clock.now += timedelta(seconds=5)
    after = app.lead_times.of("bag", VIGO).weeks
    assert before is not None
    assert after is not None
    assert after[0] >= before[0] + 6


def test_small_changes_of_the_load_do_not_show(app: App, clock: Clock) -> None:
    seen = set()
    for hours in (0.0, 5.0, 10.0, 20.0, 30.0):
        load_every_week(app, 10, hours)
        clock.now += timedelta(seconds=5)
        seen.add(app.lead_times.of("bag", VIGO).weeks)
    assert len(seen) == 1


def test_a_range_is_never_narrower_than_a_week(app: App) -> None:
    for family in app.playbook().families:
        for place in (VIGO, None, Place("Lisboa", "PT", None, "1100-148")):
            weeks = app.lead_times.of(family, place).weeks
            assert weeks is not None
            assert 1 <= weeks[0] < weeks[1]


def test_a_place_that_is_not_served_has_no_range(app: App) -> None:
    found = app.lead_times.of(BOX, Place("Boston", "US", None, "02108"))
    assert (found.weeks, found.unknown) == (None, "not_served")


def test_figures_that_are_too_old_give_no_range(app: App, clock: Clock) -> None:
    clock.now += timedelta(hours=app.playbook().settings.freshness.capacity_hours, minutes=1)
    assert app.lead_times.of(BOX, VIGO).unknown == "unconfirmed"


def test_a_load_beyond_the_known_weeks_gives_no_range(app: App) -> None:
    load_every_week(app, 60, 500.0)
    assert app.lead_times.of("bag", VIGO).unknown == "unconfirmed"


def test_an_unknown_family_is_not_found(app: App) -> None:
    with pytest.raises(NotFound):
        app.lead_times.of("yachts", VIGO)


@pytest.fixture
def client(app: App) -> TestClient:
    server = FastAPI(openapi_url=None)
    server.include_router(api_router(app))
    return TestClient(server)


def test_any_page_may_ask_and_any_cache_may_answer_for_some_seconds(client: TestClient) -> None:
    answer = client.get("/api/lead-times", params={"family": BOX, "country": "ES", "postal_code": "36201"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=3"
    assert answer.headers["access-control-allow-origin"] == "*"
    told = answer.json()
    assert set(told) == {"family", "earliest_weeks", "latest_weeks", "unknown", "as_of"}
    assert isinstance(told["earliest_weeks"], int)


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({}, 422),
        ({"family": BOX, "country": "Spain"}, 422),
        ({"family": BOX, "postal_code": "1" * 17}, 422),
        ({"family": "<script>"}, 404),
    ],
)
def test_what_cannot_be_meant_is_refused(client: TestClient, params: dict[str, str], status: int) -> None:
    assert client.get("/api/lead-times", params=params).status_code == status
