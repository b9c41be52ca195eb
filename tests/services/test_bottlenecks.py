"""What limits the company today, in the service and on the command line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from viable.bootstrap import App
from viable.cli import cli
from viable.domain.errors import NotFound
from viable.services.capacity import ORDERS
from viable.wording.bottleneck import lines_of, told_of

MONDAY = date(2026, 11, 23)


def only_load(app: App, *loads: tuple[str, float]) -> None:
    """These hours of this week are all that is taken."""
    with app.store.write() as tx:
        tx.loads.replace_load([], "downtime", app.clock())
        tx.loads.replace_load([(name, MONDAY, hours) for name, hours in loads], ORDERS, app.clock())


def test_the_report_names_what_limits_what_relief_buys_and_what_is_next(app: App) -> None:
    only_load(app, ("printing", 60.0), ("gluing", 40.0))
    limit = told_of(app.bottlenecks.report(weeks=1), relief=0.7).limits[0]
    assert limit.scope == "company"
    assert limit.now.resource == "printing"
    assert limit.now.ratio == pytest.approx(0.75)
    assert limit.next is not None
    assert limit.next.resource == "gluing"
    assert limit.useful_relief == pytest.approx(0.5)
    assert limit.gain == pytest.approx(0.5)


def test_a_family_is_limited_by_its_own_resources_only(app: App) -> None:
    only_load(app, ("die_cutting", 79.0), ("gluing", 10.0))
    report = app.bottlenecks.report(weeks=1)
    assert report.company.now.resource == "die_cutting"
    assert "die_cutting" not in {one.resource for one in report.families["bag"].ranking}


def test_the_forecast_goes_week_by_week_over_the_breakers_window(app: App) -> None:
    report = app.bottlenecks.report()
    window = app.playbook().settings.breakers.window_weeks
    assert [week.week for week in report.company.forecast][:2] == [MONDAY, date(2026, 11, 30)]
    assert len(report.company.forecast) == window


def test_load_without_hours_is_told_as_without_end_and_stays_json(app: App) -> None:
    with app.store.write() as tx:
        tx.loads.replace_buckets([("printing", MONDAY, 0.0, 0.0)], "calendar", app.clock())
    only_load(app, ("printing", 5.0))
    told = told_of(app.bottlenecks.report(weeks=1), relief=0.1)
    assert json.loads(told.model_dump_json())["limits"][0]["now"]["ratio"] is None
    assert "without end" in lines_of(told)[0]


def test_an_unknown_family_is_not_found(app: App) -> None:
    with pytest.raises(NotFound, match="folding_carton"):
        told_of(app.bottlenecks.report(), 0.1, "yachts")


def test_the_command_tells_it_in_words_and_as_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIABLE_VAR", str(tmp_path))
    CliRunner().invoke(cli, ["prepare"], catch_exceptions=False)
    words = CliRunner().invoke(cli, ["bottleneck"], catch_exceptions=False).stdout
    assert words.startswith("company: ")
    typed = ["bottleneck", "--family", "bag", "--weeks", "3", "--relief", "5", "--json"]
    told = json.loads(CliRunner().invoke(cli, typed, catch_exceptions=False).stdout)
    assert [limit["scope"] for limit in told["limits"]] == ["bag"]
    assert len(told["limits"][0]["forecast"]) == 3
