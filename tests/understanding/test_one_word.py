"""One word, or one sign, in answer to each question that the bot asks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.extract.model import Context
from bot.extract.reading import read

NOW = datetime(2026, 11, 23, 11, 42, tzinfo=UTC)
BOTH, NEITHER = {"transport": True, "tax": True}, {"transport": False, "tax": False}

# language, question, what is typed, the entity and the inner values that count
REPLIES: list[tuple[str, str, str, str, dict[str, Any]]] = [
    ("es", "volume", "500", "volume", {"min": 500, "max": 500, "unit": None}),
    ("es", "volume", "mil", "volume", {"min": 1000, "max": 1000}),
    ("es", "volume", "2palets", "volume", {"min": 2, "unit": "pallet"}),
    ("en", "volume", "500pcs", "volume", {"min": 500, "unit": "piece"}),
    ("es", "customization", "logo", "customization", {"level": "logo"}),
    ("es", "customization", "no", "customization", {"level": "none"}),
    ("es", "customization", "lisas", "customization", {"level": "none"}),
    ("es", "customization", "troquel", "customization", {"level": "tooling"}),
    ("en", "customization", "plain", "customization", {"level": "none"}),
    ("en", "customization", "branded", "customization", {"level": "logo"}),
    ("es", "size", "estándar", "customization", {"level": None, "size": "standard"}),
    ("es", "size", "propia", "customization", {"size": "own"}),
    ("en", "size", "standard", "customization", {"level": None, "size": "standard"}),
    ("en", "size", "custom", "customization", {"size": "own"}),
    ("es", "location", "vigo", "location", {"name": "Vigo", "country": "ES"}),
    ("es", "location", "36201", "location", {"postal_code": "36201"}),
    ("es", "location", "Baviera", "location", {"country": "DE"}),
    ("es", "location", "recogida", "shipping", {"service": "pickup"}),
    ("en", "location", "leeds", "location", {"name": "Leeds", "country": "GB"}),
    ("en", "location", "pickup", "shipping", {"service": "pickup"}),
    ("es", "timeline", "marzo", "timeline", {"latest": "2027-03-31"}),
    ("es", "timeline", "ya", "timeline", {"asap": True}),
    ("es", "timeline", "T3", "timeline", {"latest": "2027-09-30"}),
    ("es", "timeline", "15/3", "timeline", {"latest": "2027-03-15"}),
    ("en", "timeline", "asap", "timeline", {"asap": True}),
    ("en", "timeline", "whenever", "timeline", {"flexible": True}),
    ("es", "budget", "3000", "money", {"min": "3000", "currency": "EUR"}),
    ("es", "budget", "20k", "money", {"min": "20000"}),
    ("es", "budget", "depende", "unsure", {}),
    ("en", "budget", "£900", "money", {"min": "900", "currency": "GBP"}),
    ("es", "budget_includes", "transporte", "includes", {"transport": True, "tax": None}),
    ("es", "budget_includes", "todo", "includes", BOTH),
    ("es", "budget_includes", "nada", "includes", NEITHER),
    ("en", "budget_includes", "both", "includes", BOTH),
    ("en", "budget_includes", "neither", "includes", NEITHER),
    ("es", "authority", "yo", "authority", {"role": "decides"}),
    ("es", "authority", "nosotros", "authority", {"role": "shares"}),
    ("es", "authority", "no", "authority", {"role": "none"}),
    ("en", "authority", "me", "authority", {"role": "decides"}),
    ("es", "contact", "ana@envases.example", "contact", {"email": "ana@envases.example"}),
    ("es", "contact", "600112233", "contact", {"phone": "+34600112233"}),
    ("es", "contact", "Nerea", "contact", {"name": "Nerea"}),
    ("en", "contact", "+447911123456", "contact", {"phone": "+447911123456"}),
]


@pytest.mark.parametrize(("language", "asked", "text", "name", "values"), REPLIES)
def test_one_word_answers_its_question(
    language: str, asked: str, text: str, name: str, values: dict[str, Any]
) -> None:
    (entity,) = read(text, Context(NOW, language, asked=asked))
    assert entity.name == name
    assert {key: entity.value.get(key) for key in values} == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("solo el transporte", {"transport": True, "tax": False}),
        ("sí, el transporte", {"transport": True, "tax": None}),
        ("las dos cosas", BOTH),
        ("transporte sí, impuestos aparte", {"transport": True, "tax": False}),
        ("el iva no", {"transport": None, "tax": False}),
    ],
)
def test_what_a_budget_includes_is_read_from_a_bare_answer(text: str, value: dict[str, bool]) -> None:
    (entity,) = read(text, Context(NOW, "es", asked="budget_includes"))
    assert entity.name == "includes"
    assert entity.value == value


@pytest.mark.parametrize("text", ["¿qué impuestos?", "el transporte tarda mucho"])
def test_talk_about_a_component_says_nothing_of_what_is_included(text: str) -> None:
    assert read(text, Context(NOW, "es", asked="budget_includes")) == []
