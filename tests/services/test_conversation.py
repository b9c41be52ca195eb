"""How the assistant answers, decided on the sample company's real playbook and capacity."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.services.conftest import MONDAY
from tests.services.spoken import Prospect
from viable.bootstrap import App
from viable.domain.conversation import Understanding
from viable.domain.scene import MOST_TOLD

EASY = "5000 cajas de envío estándar con logo a Vigo para marzo, 20k con transporte, lo decido yo"
CONTACT = "Ana Ruiz, Conservas Ría, ana@conservasria.example, 600 000 000"


@pytest.fixture
def prospect(app: App) -> Prospect:
    return Prospect(app)


def to_contact(prospect: Prospect) -> str:
    answer = prospect.says(EASY)
    if prospect.state.asked == "size":
        answer = prospect.taps("Estándar")
    assert prospect.state.phase == "contact", answer
    return answer


def test_several_answers_in_one_message_are_read_back_in_one_line(prospect: Prospect) -> None:
    answer = prospect.says("500 cajas con logo en Vigo para marzo, unos 20k")
    first = answer.splitlines()[0]
    for words in ("Anoto", "500", "con logo", "Vigo", "31/3", "20.000 €"):
        assert words in first


def test_what_is_known_is_not_asked_again(prospect: Prospect) -> None:
    prospect.says("2000 estuches con logo a Vigo para marzo")
    asked = [prospect.state.asked]
    prospect.taps("Estándar")
    asked.append(prospect.state.asked)
    assert not {"need", "volume", "customization", "location", "timeline"} & set(asked)


def test_a_correction_two_questions_later_is_echoed_old_to_new(prospect: Prospect) -> None:
    prospect.says("2000 estuches")
    prospect.taps("Con logo")
    answer = prospect.says("uy no, son 3000", "correct")
    assert "3.000 (antes 2.000)" in answer
    assert prospect.state.answers["volume"].value["max"] == 3000


def test_a_correction_and_a_question_in_one_message_are_both_answered(prospect: Prospect) -> None:
    prospect.says("1800 estuches con logo")
    answer = prospect.says("uy no, son 1000. xq lo pregunta?", "correct", "ask_why")
    assert "1.000 (antes 1.800)" in answer
    assert "troquel" in answer
    assert answer.rstrip().endswith("?")


def test_the_first_red_flag_is_said_as_soon_as_it_is_known(prospect: Prospect) -> None:
    answer = prospect.says("1000 estuches con logo a Las Palmas para el 21 de diciembre")
    assert "no llega en barco" in answer


def test_several_red_flags_come_together_with_what_would_work(prospect: Prospect) -> None:
    prospect.says("1000 estuches con logo a Las Palmas para el 21 de diciembre")
    answer = prospect.taps("Estándar")
    assert "no llega en barco" in answer
    assert "de envío para" in answer
    assert "A)" in answer
    assert "B)" in answer
    assert prospect.buttons[:2] == ["A", "B"]


def test_a_tapped_counter_offer_is_computed_anew_and_recorded(prospect: Prospect) -> None:
    prospect.says("1000 estuches con logo a Las Palmas para el 21 de diciembre")
    prospect.taps("Estándar")
    answer = prospect.taps("B")
    assert "2.400 (antes 1.000)" in answer
    assert "2.400 estuches" in answer
    state = prospect.state
    assert [offer.letter for offer in state.taken] == ["B"]
    assert [offer.letter for offer in state.declined] == ["A"]
    assert state.phase == "qualifying"


@pytest.mark.parametrize("words", ["pues 2400 en barco", "2400", "en barco"])
def test_words_that_say_what_an_option_says_choose_it(prospect: Prospect, words: str) -> None:
    prospect.says("1000 estuches con logo a Las Palmas para el 21 de diciembre")
    prospect.taps("Estándar")
    answer = prospect.says(words)
    assert [offer.letter for offer in prospect.state.taken] == ["B"]
    assert "2.400 estuches" in answer


def test_a_counter_proposal_that_the_prospect_invents_is_computed_like_any_other(prospect: Prospect) -> None:
    prospect.says(
        "1000 estuches con logo a Las Palmas para el 21 de diciembre, presupuesto 1500 con transporte"
    )
    prospect.taps("Estándar")
    answer = prospect.says("y 2400 pero 300 por avión antes de navidad?", "propose")
    assert "300 por avión" in answer
    assert "1.629,54 €" in answer
    answer = prospect.says("pues sin avión", "propose")
    assert "1.422,62 €" in answer


def test_an_estimate_is_a_range_with_its_condition_and_no_order(prospect: Prospect) -> None:
    answer = to_contact(prospect)
    assert "entre el" in answer
    assert "arte final" in answer
    assert "no un pedido" in answer


def test_load_margins_and_thresholds_are_never_said(prospect: Prospect) -> None:
    said = [to_contact(prospect), prospect.says("1000 estuches a Las Palmas para pasado mañana")]
    for word in ("margen", "umbral", "%", "carga", "printing", "impresora"):
        assert not any(word in answer for answer in said)


def test_a_qualified_lead_is_handed_over_once_with_its_hold(prospect: Prospect, app: App) -> None:
    to_contact(prospect)
    prospect.says(CONTACT)
    answer = prospect.taps("Acepto")
    assert "V-1001" in answer
    assert "Le reservo la producción hasta" in answer
    with app.store.read() as tx:
        lead = tx.leads.of_conversation(prospect.conversation_id)
        assert tx.loads.live_holds() == 1
    assert lead is not None
    assert lead.verdict == "qualified"
    assert lead.contact["email"] == "ana@conservasria.example"
    assert "solo para atender esta solicitud" in lead.consent["text"]
    assert lead.assessment["playbook_version"]
    assert lead.source["utm"] == {"utm_campaign": "autumn"}
    assert {row["topic"] for row in lead.history} >= {"need", "volume", "location", "timeline", "budget"}


def test_a_yes_about_something_else_is_no_consent(prospect: Prospect) -> None:
    to_contact(prospect)
    prospect.says("sí, incluye el transporte", "affirm", "inform")
    assert prospect.state.consent is None
    assert "contact" not in prospect.state.answers
    prospect.says("sí, aquí va: " + CONTACT, "affirm", "inform")
    assert prospect.state.consent is not None


def test_what_a_budget_includes_is_asked_before_a_higher_one_is_proposed(prospect: Prospect) -> None:
    prospect.says("600 estuches estándar con logo a Madrid, sin prisa")
    answer = prospect.says("400 euros")
    assert prospect.state.asked == "budget_includes", answer


def test_nothing_is_handed_over_without_consent(prospect: Prospect, app: App) -> None:
    to_contact(prospect)
    prospect.says(CONTACT)
    answer = prospect.taps("No acepto")
    assert "sin su permiso" in answer
    with app.store.read() as tx:
        assert tx.leads.of_conversation(prospect.conversation_id) is None


def test_the_same_message_asked_twice_has_one_effect(prospect: Prospect, app: App) -> None:
    first = prospect.says("2000 estuches con logo", message_id="same")
    assert prospect.says("2000 estuches con logo", message_id="same") == first
    with app.store.read() as tx:
        topics = [answer.topic for answer in tx.conversations.history(prospect.conversation_id)]
    assert sorted(topics) == ["customization", "need", "volume"]


def test_a_change_after_the_hand_over_reaches_the_same_lead(prospect: Prospect, app: App) -> None:
    to_contact(prospect)
    prospect.says(CONTACT)
    prospect.taps("Acepto")
    app.delivery.run()
    answer = prospect.says("al final son 6000 cajas", "correct")
    assert "6.000" in answer
    with app.store.read() as tx:
        lead = tx.leads.of_conversation(prospect.conversation_id)
        assert lead is not None
        assert lead.reference == "V-1001"
        assert lead.answers["volume"]["value"]["max"] == 6000
        assert tx.leads.hand_off(lead.id).state == "queued"


def test_a_place_that_is_not_served_is_demand_and_goes_to_a_person(prospect: Prospect, app: App) -> None:
    answer = prospect.says("3000 bolsas con logo a Lima, Perú")
    assert "no servimos" in answer
    assert prospect.state.phase == "contact"
    with app.store.read() as tx:
        assert tx.demands.count() == 1
    prospect.says(CONTACT)
    prospect.taps("Acepto")
    with app.store.read() as tx:
        lead = tx.leads.of_conversation(prospect.conversation_id)
    assert lead is not None
    assert lead.verdict == "needs_person"


def test_a_deferred_lead_may_ask_to_be_told(prospect: Prospect, app: App) -> None:
    prospect.says("1000 estuches con logo a Las Palmas para el 21 de diciembre")
    prospect.taps("Estándar")
    prospect.taps("C: avisarme")
    prospect.says(CONTACT)
    answer = prospect.taps("Acepto")
    assert "V-1001" in answer
    with app.store.read() as tx:
        lead = tx.leads.of_conversation(prospect.conversation_id)
    assert lead is not None
    assert (lead.verdict, lead.wants) == ("deferred", "notice")


def test_what_is_not_made_is_said_at_once_and_the_talk_goes_on(prospect: Prospect) -> None:
    answer = prospect.says("quiero 300 tazas con logo")
    assert "no lo fabricamos" in answer
    assert (prospect.state.assessment or {})["verdict"] == "not_qualified"
    assert prospect.state.asked == "need"
    assert "no lo fabricamos" not in prospect.says("pues bolsas")


@pytest.mark.parametrize("drawn", [0.01, 0.99])
def test_one_refusal_in_twenty_goes_to_a_person_anyway(app: App, drawn: float) -> None:
    app.__dict__["conversations"] = replace(app.conversations, chance=lambda: drawn)
    prospect = Prospect(app)
    heard = Understanding(
        "m1", "", "tap", "es", ({"entity": "need", "value": {"is_not_made": True}},), ("tap",)
    )
    prospect._advance(heard)
    assert (prospect.state.phase == "contact") is (drawn < 0.05)


def test_figures_that_are_too_old_promise_nothing(app: App) -> None:
    later = MONDAY + timedelta(days=3)
    stale = App(app.settings, clock=lambda: later)
    prospect = Prospect(stale)
    answer = prospect.says(EASY)
    while prospect.state.phase == "qualifying" and prospect.state.asked == "size":
        answer += prospect.taps("Estándar")
    assert "una persona" in answer
    assert "entre el" not in answer
    stale.store.dispose()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("presupuesto de -5 euros", "no puede ser"),
        ("tengo 1000000000000000000000000000000 euros", "no puede ser"),
        ("para el 3 de marzo de 2020", "ya ha pasado"),
        ("-20 cajas", None),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(prospect: Prospect, text: str, said: str | None) -> None:
    prospect.says("2000 estuches con logo a Vigo para marzo, 3000 euros")
    before = prospect.stored()["answers"]
    answer = prospect.says(text)
    if said is not None:
        assert said in answer
        assert prospect.stored()["answers"] == before
    else:
        assert all(side > 0 for side in [prospect.state.answers["volume"].value["max"]])


def test_not_understood_leads_from_an_example_to_buttons_to_a_person(prospect: Prospect) -> None:
    prospect.says("2000 estuches")
    assert "Por ejemplo" in prospect.says("jfhg kdjf")
    prospect.says("jfhg kdjf otra vez")
    assert "Sin imprimir" in prospect.buttons
    answer = prospect.says("kdjfh")
    assert "persona" in answer
    assert "Hablar con una persona" in prospect.buttons


def test_stopping_is_respected_and_going_on_resumes(prospect: Prospect) -> None:
    prospect.says("2000 estuches")
    prospect.says("déjelo", "stop")
    assert prospect.stored()["phase"] == "closed"
    answer = prospect.says("con logo")
    assert prospect.stored()["phase"] == "qualifying"
    assert "con logo" in answer


def test_an_ambiguous_place_is_asked_in_one_tap(prospect: Prospect) -> None:
    prospect.says("2000 estuches con logo")
    prospect.taps("Estándar")
    answer = prospect.says("Valencia")
    assert "Cuál es" in answer
    prospect.taps("Valencia (España)")
    assert prospect.state.answers["location"].value["region"] == "ES-V"


def test_what_answers_another_question_is_no_unknown_place(prospect: Prospect) -> None:
    prospect.says("2000 estuches con logo a Valencia")
    answer = prospect.says("decido yo")
    assert "Cuál es" in answer
    assert prospect.state.answers["location"].value["name"] == "Valencia"


def test_a_place_that_does_not_exist_is_asked_about_once_and_then_goes_to_a_person(
    prospect: Prospect,
) -> None:
    prospect.says("2000 estuches con logo")
    while prospect.state.asked != "location":
        prospect.taps("Estándar")
    answer = prospect.says("Villatripas de Arriba")
    assert "No encuentro Villatripas de Arriba" in answer
    answer = prospect.says("Villatripas de Arriba")
    assert prospect.state.phase == "contact", answer


def test_a_talk_that_never_ends_stays_quick(prospect: Prospect) -> None:
    to_contact(prospect)
    for quantity in range(5001, 5001 + 2 * MOST_TOLD):
        prospect.says(f"mejor {quantity} cajas", "correct")
    assert len(prospect.state.told) <= MOST_TOLD
