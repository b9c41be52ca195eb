"""From a lead that was written down to a lead that arrived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from tests.services.conftest import MONDAY
from tests.services.spoken import Prospect
from tests.services.test_conversation import CONTACT, to_contact
from viable.bootstrap import App
from viable.domain.conversation import Item
from viable.domain.errors import BadInput, Unavailable
from viable.domain.lead import Attempt, Lead
from viable.services.calls import next_call
from viable.services.hand_off import Delivery


@dataclass
class MoodyCrm:
    """Takes leads, or fails as it is told to."""

    name: str = "moody"
    failure: Exception | None = None
    taken: list[str] = field(default_factory=list)

    def upsert_lead(self, lead: Lead, transcript: Sequence[Item]) -> str:
        if self.failure is not None:
            raise self.failure
        self.taken.append(lead.reference)
        return f"crm-{lead.id}"


@dataclass
class Clock:
    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def handed_over(app: App) -> Prospect:
    prospect = Prospect(app)
    to_contact(prospect)
    prospect.says(CONTACT)
    prospect.taps("Acepto")
    return prospect


def lines(app: App, prospect: Prospect) -> list[str]:
    with app.store.read() as tx:
        return [item.text for item in tx.conversations.items(prospect.conversation_id)]


def test_sent_is_said_only_after_it_was(app: App, handed_over: Prospect) -> None:
    clock, crm = Clock(), MoodyCrm(failure=Unavailable("away"))
    delivery = Delivery(app.store, crm, app.wording, clock)
    assert delivery.run() == 0
    assert not any("Enviado" in line for line in lines(app, handed_over))
    crm.failure = None
    clock.now += timedelta(seconds=2)
    assert delivery.run() == 1
    assert sum("Enviado a Marta Soler" in line for line in lines(app, handed_over)) == 1
    assert delivery.run() == 0


def test_each_try_is_a_row_and_waits_grow(app: App, handed_over: Prospect) -> None:
    clock, crm = Clock(), MoodyCrm(failure=Unavailable("away"))
    delivery = Delivery(app.store, crm, app.wording, clock)
    waits: list[float] = []
    attempts: list[Attempt] = []
    for _ in range(4):
        delivery.run()
        with app.store.read() as tx:
            lead = tx.leads.of_conversation(handed_over.conversation_id)
            assert lead is not None
            hand_off = tx.leads.hand_off(lead.id)
            attempts = tx.leads.attempts(hand_off.id)
        assert hand_off.due_at is not None
        waits.append((hand_off.due_at - clock.now).total_seconds())
        clock.now = hand_off.due_at
    assert waits == [2, 4, 8, 16]
    assert [attempt.error for attempt in attempts] == ["away"] * 4


def test_a_lead_that_the_crm_refuses_for_good_is_set_apart(app: App, handed_over: Prospect) -> None:
    crm = MoodyCrm(failure=BadInput("field reason is unknown"))
    Delivery(app.store, crm, app.wording, Clock()).run()
    with app.store.read() as tx:
        lead = tx.leads.of_conversation(handed_over.conversation_id)
        assert lead is not None
        assert tx.leads.hand_off(lead.id).state == "failed"


def test_a_change_after_delivery_is_delivered_again_but_told_once(app: App, handed_over: Prospect) -> None:
    crm = MoodyCrm()
    delivery = Delivery(app.store, crm, app.wording, Clock())
    delivery.run()
    handed_over.says("al final son 6000 cajas", "correct")
    delivery.run()
    assert crm.taken == ["V-1001", "V-1001"]
    assert sum("Enviado" in line for line in lines(app, handed_over)) == 1


@pytest.mark.parametrize(
    ("asked_at", "promised"),
    [
        ("2026-11-23T10:42:00+00:00", "2026-11-23T12:00"),
        ("2026-11-23T20:00:00+00:00", "2026-11-24T08:50"),
        ("2026-11-27T17:00:00+00:00", "2026-11-30T08:50"),
        ("2026-12-06T09:00:00+00:00", "2026-12-07T08:50"),
        ("2026-12-08T09:00:00+00:00", "2026-12-09T08:50"),
    ],
    ids=["at work", "evening", "friday evening", "sunday", "public holiday"],
)
def test_a_call_is_promised_for_when_somebody_is_at_work(app: App, asked_at: str, promised: str) -> None:
    call = next_call(
        app.playbook(), datetime.fromisoformat(asked_at), "Europe/Madrid", "es", "shipping_box", None
    )
    assert call.by.strftime("%Y-%m-%dT%H:%M") == promised
