"""Fifty at once want the last hours: the limit is never exceeded, in any store."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from viable.bootstrap import App
from viable.domain.conversation import Conversation, Source, State
from viable.domain.lead import HandOff, Lead
from viable.domain.playbook import Company
from viable.domain.request import Request
from viable.ports import Transaction
from viable.services.capacity import ORDERS
from viable.services.holds import hold_for
from viable.settings import read_settings
from viable.storage.store import SqlStore

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
AT_ONCE = 50
BAGS = Request(
    family="bag",
    quantity=4000,
    customization="logo",
    size="standard",
    is_pickup=True,
    deliver_by=date(2026, 12, 30),
)


@pytest.fixture
def app(store: SqlStore, tmp_path: Path) -> Iterator[App]:
    url = store._engine.url.render_as_string(hide_password=False)
    made = App(read_settings({"VIABLE_VAR": str(tmp_path), "VIABLE_DATABASE_URL": url}), clock=lambda: NOW)
    made.prepare()
    yield made
    made.store.dispose()


def leave_free(app: App, hours: float) -> None:
    """Each resource has so many hours left in each week."""
    with app.store.write() as tx:
        tx.loads.replace_load([], "downtime", NOW)
        tx.loads.replace_load(
            [(name, week, max(0.0, actual - hours)) for name, week, actual, _, _ in tx.loads.buckets(MONDAY)],
            ORDERS,
            NOW,
        )


def lead(app: App, number: int, **contact: str) -> str:
    name = f"lead{number}"
    with app.store.write() as tx:
        tx.conversations.add(Conversation(name, NOW, Source("/", "", {}), "Europe/Madrid", "es", State()))
        made = Lead(
            id=name,
            reference=tx.leads.next_reference(),
            conversation_id=name,
            created_at=NOW,
            verdict="qualified",
            wants="estimate",
            language="es",
            contact={"email": f"{name}@buyers.example", **contact},
            answers={},
            history=[],
            assessment={},
            offered=[],
            consent={},
            source={},
        )
        tx.leads.add(made, HandOff(f"h{number}", name, "queued", NOW))
    return name


def without_quota(company: Company) -> Company:
    own = company.playbook.settings
    settings = replace(own, holds=replace(own.holds, quota_share=Decimal(1)))
    return replace(company, playbook=replace(company.playbook, settings=settings))


def hold(app: App, tx: Transaction, owner: str, request: Request = BAGS) -> datetime | None:
    company = without_quota(app.reader.company(tx, NOW))
    return hold_for(tx, owner, request, company, NOW)


def test_of_fifty_at_once_only_those_get_hours_for_whom_there_are_some(app: App) -> None:
    leave_free(app, 8.0)
    owners = [lead(app, number) for number in range(AT_ONCE)]
    app.warm()
    start = threading.Barrier(AT_ONCE)
    got: list[datetime | None] = []
    failed: list[Exception] = []

    def take(owner: str) -> None:
        start.wait()
        try:
            with app.store.write() as tx:
                got.append(hold(app, tx, owner))
        except Exception as error:  # noqa: BLE001 - a thread's failure is the test's
            failed.append(error)

    threads = [threading.Thread(target=take, args=(owner,)) for owner in owners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    held = sum(until is not None for until in got)
    assert 0 < held < AT_ONCE
    with app.store.read() as tx:
        assert tx.loads.live_holds() == held
        for _, _, actual, _, taken in tx.loads.buckets(MONDAY):
            assert taken <= actual + 1e-6


def test_capacity_read_before_another_took_it_holds_nothing_twice(app: App) -> None:
    leave_free(app, 8.0)
    first, second = lead(app, 1), lead(app, 2)
    with app.store.read() as tx:
        seen_before = without_quota(app.reader.company(tx, NOW))
    with app.store.write() as tx:
        assert hold(app, tx, first) is not None
        tx.loads.replace_load([(n, w, a) for n, w, a, _, _ in tx.loads.buckets(MONDAY)], "feed", NOW)
    with app.store.write() as tx:
        assert hold_for(tx, second, BAGS, seen_before, NOW) is None


def test_a_changed_request_replaces_the_hold_and_gets_no_more_time(app: App) -> None:
    owner = lead(app, 1)
    with app.store.write() as tx:
        until = hold(app, tx, owner)
        company = without_quota(app.reader.company(tx, NOW))
        later = NOW + timedelta(hours=5)
        assert hold_for(tx, owner, replace(BAGS, quantity=2000), company, later) == until
        assert tx.loads.live_holds() == 1


def test_a_contact_that_has_its_holds_gets_no_other_until_one_ends(app: App) -> None:
    same = {"email": "nerea@salymojo.example"}
    owners = [lead(app, number, **same) for number in range(3)]
    with app.store.write() as tx:
        assert [hold(app, tx, owner) is not None for owner in owners] == [True, True, False]
        tx.loads.release_hold(owners[0])
        assert hold(app, tx, owners[2]) is not None


def test_nobody_who_cannot_be_reached_holds_anything(app: App) -> None:
    owner = lead(app, 1, email="")
    with app.store.write() as tx:
        assert hold(app, tx, owner) is None


def test_all_holds_together_keep_to_the_quota_of_the_playbook(app: App) -> None:
    share = float(app.playbook().settings.holds.quota_share)
    owners = [lead(app, number) for number in range(12)]
    with app.store.write() as tx:
        tx.loads.replace_load([], ORDERS, NOW)
        tx.loads.replace_load([], "downtime", NOW)
        company = app.reader.company(tx, NOW)
        got = [hold_for(tx, owner, replace(BAGS, quantity=15_000), company, NOW) for owner in owners]
        assert None in got
        assert got[0] is not None
        for _, _, actual, _, taken in tx.loads.buckets(MONDAY + timedelta(weeks=1)):
            assert taken <= share * actual + 1e-6
