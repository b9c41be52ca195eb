"""From 80 % to 130 % and back: breakers act on the campaigns concerned, once each way, by themselves."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from tests.services.conftest import MONDAY
from viable.bootstrap import App
from viable.campaigns.webhook import SignedWebhook
from viable.domain.breakers import Breaker
from viable.domain.campaigns import CampaignChange, wishes
from viable.domain.errors import BadInput, Unavailable
from viable.domain.playbook import Campaign
from viable.services.campaigns import CampaignDelivery
from viable.services.capacity import ORDERS
from viable.settings import read_settings


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


def fill(app: App, ratio: float, *resources: str) -> None:
    """These resources are so full in every week of the window, all others are idle."""
    first = date(2026, 11, 23)
    weeks = app.playbook().settings.breakers.window_weeks
    with app.store.write() as tx:
        tx.loads.replace_load([], "downtime", app.clock())
        rows = [
            (resource, week, actual * ratio)
            for resource, week, actual, _, _ in tx.loads.buckets(first)
            if resource in resources and week < first + timedelta(weeks=weeks)
        ]
        tx.loads.replace_load(rows, ORDERS, app.clock())


def doing(app: App) -> dict[str, str]:
    """What campaigns do that were told anything."""
    with app.store.read() as tx:
        return {campaign: change.after for campaign, change in tx.campaigns.states().items()}


def told(app: App) -> list[tuple[str, str]]:
    with app.store.read() as tx:
        return [(change.campaign, change.after) for change in reversed(tx.campaigns.history())]


def test_the_campaigns_of_what_cannot_be_made_pause_and_resume_once_each(app: App, clock: Clock) -> None:
    fill(app, 0.8, "die_cutting")
    assert app.breakers.run() == []
    fill(app, 1.3, "die_cutting")
    made = {(each.scope, each.after) for each in app.breakers.run()}
    assert ("resource:die_cutting", "open") in made
    assert ("family:bag", "open") not in made
    for _ in range(3):
        clock.now += timedelta(minutes=5)
        assert app.breakers.run() == []
    paused = doing(app)
    assert paused["cajas_ecommerce"] == paused["estuches_navidad"] == "paused"
    assert "bolsas_comercio" not in paused
    assert paused["packaging_export"] == "slowed", "it sells bags too, which can be made"
    fill(app, 0.8, "die_cutting")
    clock.now += timedelta(hours=2)
    app.breakers.run()
    assert set(doing(app).values()) == {"running"}
    assert told(app).count(("cajas_ecommerce", "paused")) == 1
    assert told(app).count(("cajas_ecommerce", "running")) == 1


def test_a_full_line_slows_and_an_overfull_one_pauses(app: App) -> None:
    fill(app, 1.05, "die_cutting")
    app.breakers.run()
    assert doing(app)["cajas_ecommerce"] == "slowed"
    fill(app, 1.21, "die_cutting")
    app.breakers.run()
    assert doing(app)["cajas_ecommerce"] == "paused"


def test_a_load_around_the_line_does_not_flap(app: App, clock: Clock) -> None:
    for ratio in (0.99, 1.01, 0.99, 1.01, 0.95, 1.0, 0.97):
        fill(app, ratio, "die_cutting")
        app.breakers.run()
        clock.now += timedelta(hours=2)
    assert told(app).count(("cajas_ecommerce", "slowed")) == 1
    assert ("cajas_ecommerce", "running") not in told(app)


def test_a_dip_shorter_than_the_minimum_dwell_resumes_nothing(app: App, clock: Clock) -> None:
    fill(app, 1.3, "die_cutting")
    app.breakers.run()
    fill(app, 0.5, "die_cutting")
    clock.now += timedelta(minutes=30)
    app.breakers.run()
    assert doing(app)["cajas_ecommerce"] == "paused"


def test_transitions_and_campaigns_are_recorded_with_their_cause(app: App) -> None:
    fill(app, 1.3, "die_cutting")
    app.breakers.run()
    with app.store.read() as tx:
        transition = next(t for t in tx.breakers.transitions() if t.scope == "resource:die_cutting")
        change = tx.campaigns.states()["cajas_ecommerce"]
    assert (transition.before, transition.after, transition.limit) == ("closed", "open", 1.2)
    assert transition.ratio == pytest.approx(1.3)
    assert change.cause == "family:shipping_box open at 130%"


def test_figures_that_are_too_old_neither_stop_nor_resume_anything(app: App, clock: Clock) -> None:
    fill(app, 1.3, "die_cutting")
    clock.now += timedelta(days=3)
    assert app.breakers.run() == []
    assert doing(app) == {}


def test_nothing_is_written_while_nothing_changes(app: App, clock: Clock) -> None:
    fill(app, 1.3, "die_cutting")
    app.breakers.run()
    before = (app.settings.var / "viable.sqlite3-wal").stat().st_size
    clock.now += timedelta(seconds=4)
    app.breakers.run()
    assert (app.settings.var / "viable.sqlite3-wal").stat().st_size == before


def campaign(*families: str) -> Campaign:
    return Campaign("c", "C", "meta", "c", frozenset(families), frozenset(), Decimal(10))


@pytest.mark.parametrize(
    ("families", "expected"),
    [(("a",), "paused"), (("b",), "running"), (("a", "b"), "slowed"), ((), "slowed"), (("a", "c"), "slowed")],
)
def test_a_campaign_for_several_families_pauses_only_when_none_can_be_made(
    families: tuple[str, ...], expected: str
) -> None:
    states = {"a": "open", "b": "closed", "c": "warning"}
    breakers = {
        f"family:{name}": Breaker(f"family:{name}", state, MONDAY, 1.3)  # type: ignore[arg-type]  # its own words
        for name, state in states.items()
    }
    assert wishes([campaign(*families)], list(states), breakers)[0].state == expected


@dataclass
class Control:
    """A campaign control that fails as often as it is told to."""

    name: str = "scripted"
    failures: list[Exception] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)

    def set_state(self, campaign: Campaign, change: CampaignChange) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.seen.append((campaign.id, change.after))


def delivery(app: App, control: Control) -> CampaignDelivery:
    return CampaignDelivery(app.store, app.reader, control, app.clock)


def test_a_change_is_tried_until_it_arrives_and_then_no_more(app: App, clock: Clock) -> None:
    fill(app, 1.3, "die_cutting")
    app.breakers.run()
    queued = len(doing(app))
    control = Control(failures=[Unavailable("down")])
    to = delivery(app, control)
    assert to.run() == queued - 1
    assert to.run() == 0, "not before its pause is over"
    clock.now += timedelta(seconds=3)
    assert to.run() == 1
    assert to.run() == 0
    with app.store.read() as tx:
        assert {change.outcome for change in tx.campaigns.history()} == {"delivered"}


def test_a_newer_change_supersedes_one_that_never_arrived(app: App) -> None:
    fill(app, 1.05, "die_cutting")
    app.breakers.run()
    fill(app, 1.3, "die_cutting")
    app.breakers.run()
    control = Control()
    delivery(app, control).run()
    assert ("cajas_ecommerce", "paused") in control.seen
    assert ("cajas_ecommerce", "slowed") not in control.seen


def test_a_refusal_for_good_is_kept_with_its_reason(app: App) -> None:
    fill(app, 1.3, "die_cutting")
    app.breakers.run()
    delivery(app, Control(failures=[BadInput("no such campaign there")])).run()
    with app.store.read() as tx:
        refused = [change for change in tx.campaigns.history() if change.outcome == "refused"]
    assert [change.error for change in refused] == ["no such campaign there"]


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it is sent and answers with the next status."""

    statuses: ClassVar[list[int]] = []
    got: ClassVar[list[tuple[str, bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((self.headers["Viable-Signature"], body))
        self.send_response(self.statuses.pop(0))
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its base class calls it so
        """Stays quiet."""


@pytest.fixture
def receiver() -> Iterator[str]:
    Receiver.statuses, Receiver.got = [], []
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


CHANGE = CampaignChange("id1", "c", "running", "paused", MONDAY, "family:a open at 130%")


def test_the_webhook_is_signed_so_that_the_receiver_can_tell_who_and_when(receiver: str) -> None:
    Receiver.statuses.append(204)
    SignedWebhook(receiver, "shared", lambda: MONDAY).set_state(campaign("a"), CHANGE)
    signature, body = Receiver.got[0]
    at, _, digest = signature.removeprefix("t=").partition(",v1=")
    assert int(at) == int(MONDAY.timestamp())
    assert digest == hmac.new(b"shared", at.encode() + b"." + body, hashlib.sha256).hexdigest()
    sent = json.loads(body)
    assert (sent["id"], sent["campaign"], sent["state"]) == ("id1", "c", "paused")


@pytest.mark.parametrize(
    ("status", "error"), [(503, Unavailable), (429, Unavailable), (400, BadInput), (302, BadInput)]
)
def test_the_webhooks_failures_are_told_apart(receiver: str, status: int, error: type[Exception]) -> None:
    Receiver.statuses.append(status)
    with pytest.raises(error):
        SignedWebhook(receiver, "shared", lambda: MONDAY).set_state(campaign("a"), CHANGE)


def test_nobody_listening_is_tried_again() -> None:
    with pytest.raises(Unavailable):
        SignedWebhook("http://127.0.0.1:9/", "shared", lambda: MONDAY).set_state(campaign("a"), CHANGE)


def test_a_webhook_without_a_secret_is_refused() -> None:
    with pytest.raises(BadInput, match="VIABLE_CAMPAIGN_SECRET"):
        SignedWebhook("http://127.0.0.1:9/", "", lambda: MONDAY)
