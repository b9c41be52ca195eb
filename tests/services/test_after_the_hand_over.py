"""What happens to a lead, its hold and its consent when the talk goes on, or when the machine had given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.next import utter
from tests.services.conftest import MONDAY
from tests.services.spoken import Prospect
from tests.services.test_conversation import CONTACT, to_contact
from tests.services.test_hand_off import Clock, MoodyCrm
from viable.bootstrap import App
from viable.domain import values
from viable.domain.conversation import Item, Say, Step
from viable.domain.errors import BadInput, Unavailable
from viable.domain.lead import HandOff, Lead
from viable.services.hand_off import Delivery


@pytest.fixture
def prospect(app: App) -> Prospect:
    made = Prospect(app)
    to_contact(made)
    return made


@pytest.fixture
def handed_over(prospect: Prospect) -> Prospect:
    prospect.says(CONTACT)
    prospect.taps("Acepto")
    return prospect


def lead_of(prospect: Prospect) -> Lead:
    with prospect.app.store.read() as tx:
        lead = tx.leads.of_conversation(prospect.conversation_id)
    assert lead is not None
    return lead


def hand_off_of(prospect: Prospect) -> HandOff:
    with prospect.app.store.read() as tx:
        return tx.leads.hand_off(lead_of(prospect).id)


def give_up(prospect: Prospect) -> None:
    """As when every try of a turn has failed."""
    with prospect.app.store.write() as tx:
        prospect.app._give_up(tx, tx.conversations.get(prospect.conversation_id), MONDAY)


def test_a_no_takes_back_an_earlier_yes(prospect: Prospect, app: App) -> None:
    prospect.says("acepto", "affirm")
    said = prospect.says(f"{CONTACT}, no acepto", "deny")
    assert "sin su permiso" in said
    with app.store.read() as tx:
        assert tx.leads.of_conversation(prospect.conversation_id) is None
    assert "V-1001" in prospect.taps("Acepto")


def test_what_the_machine_gives_up_on_reaches_a_person_without_data_that_nobody_agreed_to(
    prospect: Prospect,
) -> None:
    prospect.says(CONTACT)
    give_up(prospect)
    lead = lead_of(prospect)
    assert lead.verdict == "needs_person"
    assert lead.contact == {}
    assert "ana@conservasria.example" not in str(lead)


def test_a_talk_that_recovers_is_handed_over_with_a_promised_call(prospect: Prospect, app: App) -> None:
    prospect.says(CONTACT)
    give_up(prospect)
    delivery = Delivery(app.store, MoodyCrm(), app.wording, Clock())
    delivery.run()
    assert "V-1001" in prospect.taps("Acepto")
    assert lead_of(prospect).contact["email"] == "ana@conservasria.example"
    assert lead_of(prospect).rep
    assert hand_off_of(prospect).promised_call_by is not None
    delivery.run()
    with app.store.read() as tx:
        last = tx.conversations.items(prospect.conversation_id)[-1].text
    assert f"Enviado a {lead_of(prospect).rep}" in last


@pytest.mark.parametrize("act", ["stop", "restart"])
def test_a_lead_that_was_handed_over_is_not_begun_anew(handed_over: Prospect, act: str) -> None:
    before = handed_over.stored()["answers"]
    assert "nuevo" not in handed_over.says("dejémoslo", act)
    assert handed_over.says("hola otra vez", "want_person")
    assert handed_over.state.phase == "handed_over"
    assert handed_over.stored()["answers"] == before


def test_a_lead_does_not_stand_in_its_own_way(handed_over: Prospect, app: App) -> None:
    with app.store.read() as tx:
        lead_id = lead_of(handed_over).id
        held = tx.loads.hold_of(lead_id)
        others, own = (app.reader.company(tx, MONDAY, but_for=who).capacity for who in (None, lead_id))
    assert held
    for resource, week, hours in held:
        at = own.index_of(week)
        assert own.taken[resource][at] == pytest.approx(others.taken[resource][at] - hours)


def test_a_lead_that_is_no_longer_viable_gives_its_hold_back(handed_over: Prospect, app: App) -> None:
    handed_over.says("mejor en Las Palmas, para el 30 de noviembre", "correct")
    assert lead_of(handed_over).verdict != "qualified"
    with app.store.read() as tx:
        assert tx.loads.live_holds() == 0


def test_a_rejected_lead_takes_no_hold_again(handed_over: Prospect, app: App) -> None:
    app.delivery.run()
    app.inbox.reject(app.inbox.newest()[0].id, "Marta", "volume_too_low")
    handed_over.says("mi teléfono es el 600 000 001")
    with app.store.read() as tx:
        assert tx.loads.live_holds() == 0
    assert hand_off_of(handed_over).state == "rejected"


@dataclass
class MeanwhileCrm(MoodyCrm):
    """Something else happens while it is at work."""

    meanwhile: Any = None

    def upsert_lead(self, lead: Lead, transcript: Sequence[Item]) -> str:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return super().upsert_lead(lead, transcript)


def test_a_late_failure_does_not_undo_what_arrived_in_another_way(handed_over: Prospect, app: App) -> None:
    other = Delivery(app.store, MoodyCrm(), app.wording, Clock())
    late = MeanwhileCrm(failure=Unavailable("late"), meanwhile=other.run)
    Delivery(app.store, late, app.wording, Clock()).run()
    assert hand_off_of(handed_over).state == "delivered"
    assert other.run() == 0


def test_a_change_during_the_delivery_is_delivered_too_and_told_once(handed_over: Prospect, app: App) -> None:
    crm = MeanwhileCrm(meanwhile=lambda: handed_over.says("mi teléfono es el 600 000 001"))
    delivery = Delivery(app.store, crm, app.wording, Clock())
    assert [delivery.run() for _ in range(3)] == [1, 1, 0]
    with app.store.read() as tx:
        lines = [item.text for item in tx.conversations.items(handed_over.conversation_id)]
    assert sum("Enviado" in line for line in lines) == 1


def test_a_lead_that_breaks_the_connector_waits_and_tells_nobody_what_it_says(
    handed_over: Prospect, app: App, caplog: pytest.LogCaptureFixture
) -> None:
    failure = KeyError("ana@conservasria.example")
    assert Delivery(app.store, MoodyCrm(failure=failure), app.wording, Clock()).run() == 0
    assert "KeyError" in caplog.text
    assert "conservasria" not in caplog.text
    assert hand_off_of(handed_over).due_at is not None


def test_a_change_of_a_lead_that_the_crm_had_refused_is_tried_again(handed_over: Prospect, app: App) -> None:
    crm = MoodyCrm(failure=BadInput("no such phone"))
    delivery = Delivery(app.store, crm, app.wording, Clock())
    delivery.run()
    assert hand_off_of(handed_over).state == "failed"
    crm.failure = None
    handed_over.says("mi teléfono es el 600 000 001")
    assert delivery.run() == 1


def test_what_a_prospect_typed_is_never_a_placeholder_to_rasa(app: App) -> None:
    dispatcher = CollectingDispatcher()
    say = Say("utter_place_unknown", {"place": values.text("Villa 0[quantity] {phase}")})
    utter(dispatcher, Step("clarify", (say,)), app)
    assert "0[" not in dispatcher.messages[0]["place"]
