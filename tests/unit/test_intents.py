"""What a message wants is decided clause by clause, after its values were read."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.intents.acts import Act, leading, read_acts
from bot.intents.clauses import Clause, clauses, sentences
from bot.intents.features import Span, features, fold, strangers_in, words_of
from bot.intents.model import Guess


def ranks(**intents: float):  # type: ignore[no-untyped-def]  # a small fake, below
    """A classifier that knows one answer for every clause."""
    guesses = sorted((Guess(name, sure) for name, sure in intents.items()), key=lambda g: -g.confidence)

    def rank(text: str, spans: Sequence[Span]) -> Sequence[Guess]:
        return guesses

    return rank


def by_words(**intents: str):  # type: ignore[no-untyped-def]
    """A classifier that is sure of an intent when a word of it is in the clause."""

    def rank(text: str, spans: Sequence[Span]) -> Sequence[Guess]:
        found = next((name for name, word in intents.items() if word in text), None)
        return [Guess(found, 0.95)] if found else [Guess("inform", 0.9)]

    return rank


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("estándar. uy, son 1000. por qué?", ["estándar.", "uy, son 1000.", "por qué?"]),
        ("1.500 uds. aprox. para Vigo", ["1.500 uds. aprox. para Vigo"]),
        ("en Cajas López S.L. de Lugo", ["en Cajas López S.L. de Lugo"]),
        ("son 1000 ¿por qué lo pregunta?", ["son 1000", "¿por qué lo pregunta?"]),
        ("ana@luar.example", ["ana@luar.example"]),
        ("...", []),
        ("uno\ndos", ["uno", "dos"]),
    ],
)
def test_a_message_is_cut_at_full_stops_but_not_inside_numbers_and_abbreviations(
    text: str, expected: list[str]
) -> None:
    assert [clause.text for clause in sentences(text)] == expected


def test_offsets_of_clauses_are_those_of_the_message() -> None:
    text = "  hola.  son 1000; gracias "
    for clause in sentences(text):
        assert text[clause.start : clause.end] == clause.text


def test_a_sentence_is_cut_at_a_comma_only_where_a_half_is_an_act_of_its_own() -> None:
    def is_act(part: Clause) -> str | None:
        return "thank" if "gracias" in part.text else None

    assert [c.text for c in clauses("gracias, son 1000, con logo", is_act)] == [
        "gracias",
        "son 1000, con logo",
    ]


def test_a_correction_and_a_question_in_one_message_are_both_seen() -> None:
    rank = by_words(correct="uy", ask_why="por qué")
    acts = read_acts("uy, son 900. por qué lo pregunta?", [Span("number", 8, 11)], None, rank)
    assert [act.intent for act in acts] == ["correct", "ask_why"]
    assert leading(acts).intent == "ask_why"


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        (["greet", "inform"], "greet"),
        (["greet", "ask_payment"], "ask_payment"),
        (["inform", "ask_why", "ask_payment"], "ask_why"),
        (["complain", "want_person"], "want_person"),
        (["affirm", "inform"], "affirm"),
        (["out_of_scope", "inform"], "inform"),
        (["nlu_fallback"], "nlu_fallback"),
    ],
)
def test_requests_lead_before_courtesies_and_courtesies_before_answers(
    acts: list[str], expected: str
) -> None:
    assert leading([Act(intent, 0.9, 0, 1) for intent in acts]).intent == expected


@pytest.mark.parametrize("intent", ["out_of_scope", "smalltalk", "complain", "greet"])
def test_a_sales_value_outranks_an_intent_that_it_makes_unlikely(intent: str) -> None:
    acts = read_acts("mi jefe", [Span("authority", 0, 7)], None, ranks(**{intent: 0.7, "inform": 0.2}))
    assert [act.intent for act in acts] == ["inform"]


def test_a_sure_question_keeps_its_intent_beside_a_value() -> None:
    acts = read_acts("llega el 11?", [Span("timeline", 6, 11)], None, ranks(ask_certainty=0.8, inform=0.1))
    assert [act.intent for act in acts] == ["ask_certainty"]


def test_a_value_that_only_the_open_question_claims_answers_it() -> None:
    rank = ranks(stop=0.5, inform=0.3)
    span = [Span("unsure", 0, 4)]
    assert read_acts("paso", span, "budget", rank)[0].intent == "inform"


def test_a_clause_without_value_and_without_a_likely_intent_is_not_understood() -> None:
    assert read_acts("pues eso", [], None, ranks(greet=0.3, inform=0.2))[0].intent == "nlu_fallback"


def test_more_is_asked_of_a_clause_full_of_unknown_words() -> None:
    rank = ranks(ask_price=0.6, inform=0.2)
    assert read_acts("cuánto cuesta", [], None, rank)[0].intent == "ask_price"
    text = "cuánto cuesta desatascar zarigüeyas trapecistas"
    assert read_acts(text, [], None, rank)[0].intent == "nlu_fallback"


@pytest.mark.parametrize("text", ["", "   ", "¿", "!!!", "😀😀", "\u200f\u202e", "\x00\x07"])
def test_a_message_without_words_is_not_understood_rather_than_guessed(text: str) -> None:
    acts = read_acts(text, [], None, ranks(affirm=0.99))
    assert [act.intent for act in acts] == ["nlu_fallback"]


def test_a_thumb_says_yes_in_words() -> None:
    assert words_of("👍") == ["ok"]


def test_accents_case_repetition_and_figures_do_not_matter_to_the_classifier() -> None:
    assert fold("SÍIII, ¿1.500 o 2000?") == fold("sii 3 o 7 ?")


def test_a_place_is_hidden_from_the_classifier_behind_its_kind() -> None:
    assert words_of("en Vigo mejor", [Span("location", 3, 7)]) == ["en", "<location>", "mejor"]
    assert "e:location" in features("en Vigo", [Span("location", 3, 7)])


def test_words_of_one_meaning_share_a_feature_across_languages() -> None:
    assert "c:pay" in features("acepta tarjeta?") & features("do you take cards")


def test_words_that_no_table_knows_are_counted() -> None:
    assert strangers_in("quiero 500 cajas") == 0
    assert strangers_in("zarigüeyas trapecistas") == 2


def test_long_text_is_read_in_linear_time() -> None:
    acts = read_acts("hola, y pero " * 150, [], None, ranks(greet=0.9))
    assert len(acts) >= 1
