"""Breakers and campaigns in every store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from viable.domain.breakers import Breaker, Transition
from viable.domain.campaigns import CampaignChange
from viable.storage.store import SqlStore

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


def change(number: int, after: str = "paused", campaign: str = "boxes") -> CampaignChange:
    at = NOW + timedelta(minutes=number)
    return CampaignChange(f"id{number}", campaign, "running", after, at, "family:box open at 130%")  # type: ignore[arg-type]  # its own words


def test_a_breaker_is_kept_by_its_scope_until_it_is_forgotten(store: SqlStore) -> None:
    first = Breaker("family:box", "closed", NOW, 0.8)
    with store.write() as tx:
        tx.breakers.lock()
        tx.breakers.save(first)
        tx.breakers.save(Breaker("company", "closed", NOW))
        tx.breakers.save(replace(first, state="open", ratio=1.3))
        assert tx.breakers.all()["family:box"] == Breaker("family:box", "open", NOW, 1.3)
        tx.breakers.forget({"company"})
        tx.breakers.forget(set())
        assert set(tx.breakers.all()) == {"family:box"}


def test_transitions_come_back_newest_first(store: SqlStore) -> None:
    one = Transition("company", "closed", "warning", NOW, 1.01, 1.0)
    two = Transition("company", "warning", "open", NOW, 1.2, 1.2)
    with store.write() as tx:
        tx.breakers.add_transition(one)
        tx.breakers.add_transition(two)
        assert tx.breakers.transitions() == [two, one]


def test_the_newest_change_of_a_campaign_is_its_state_and_the_only_one_due(store: SqlStore) -> None:
    with store.write() as tx:
        tx.campaigns.add(change(1, "slowed"))
        tx.campaigns.add(change(2, "paused"))
        tx.campaigns.add(change(3, "paused", "bags"))
        assert {name: each.id for name, each in tx.campaigns.states().items()} == {
            "boxes": "id2",
            "bags": "id3",
        }
        assert [each.id for each in tx.campaigns.due(NOW, 10)] == ["id2", "id3"]
        assert [each.outcome for each in tx.campaigns.history()] == ["queued", "queued", "superseded"]


def test_a_change_waits_for_its_next_try_and_is_done_once_delivered(store: SqlStore) -> None:
    with store.write() as tx:
        tx.campaigns.add(change(1))
        tx.campaigns.save(replace(change(1), attempts=1, due_at=NOW + timedelta(seconds=2), error="down"))
        assert tx.campaigns.due(NOW, 10) == []
        assert tx.campaigns.due(NOW + timedelta(seconds=2), 10)[0].error == "down"
        tx.campaigns.save(replace(change(1), attempts=2, outcome="delivered"))
        tx.campaigns.save(replace(change(1), outcome="queued"))
        assert tx.campaigns.states()["boxes"].outcome == "delivered"
