"""A word of a message is used once, and the open question claims what nothing else explains."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.extract.model import Context, Entity
from bot.extract.reading import read

NOW = datetime(2026, 11, 23, 11, 42, tzinfo=UTC)


def understood(text: str, asked: str | None = None, language: str = "es") -> list[Entity]:
    return read(text, Context(NOW, language, asked=asked))


def values(found: list[Entity], name: str) -> list[dict[str, Any]]:
    return [one.value for one in found if one.name == name]


def test_everything_in_one_message_is_understood() -> None:
    found = understood("500 cajas con logo en Vigo para marzo, unos 20k")
    assert {one.name for one in found} == {"volume", "customization", "location", "timeline", "money"}
    assert values(found, "money")[0]["min"] == "20000"
    assert values(found, "timeline")[0]["latest"] == "2027-03-31"


def test_a_date_after_a_count_is_no_volume() -> None:
    found = understood("2000 para 2027", asked="volume")
    assert [value["min"] for value in values(found, "volume")] == [2000]
    assert values(found, "timeline")[0]["latest"] == "2027-12-31"


@pytest.mark.parametrize(
    ("asked", "name"), [("budget", "money"), ("volume", "volume"), ("timeline", "number"), (None, "number")]
)
def test_a_bare_number_belongs_to_the_open_question(asked: str | None, name: str) -> None:
    assert [one.name for one in understood("3000", asked)] == [name]


def test_a_postal_code_is_no_budget() -> None:
    found = understood("28001 Madrid", asked="budget")
    assert [one.name for one in found] == ["location"]


def test_a_phone_number_is_no_budget() -> None:
    found = understood("mi móvil es 600 123 456", asked="budget")
    assert [one.name for one in found] == ["contact"]


def test_a_size_is_no_volume() -> None:
    assert values(understood("de 20x30 cm", asked="volume"), "volume") == []


def test_a_percentage_is_no_budget() -> None:
    assert values(understood("el 20 % por adelantado", asked="budget"), "money") == []


def test_the_last_amount_counts_after_a_correction() -> None:
    assert values(understood("3000, no, perdón, 4000", asked="budget"), "money")[0]["min"] == "4000"


def test_a_budget_in_the_same_message_leaves_the_volume_alone() -> None:
    found = understood("500, y de presupuesto 3000", asked="volume")
    assert values(found, "volume")[0]["min"] == 500
    assert values(found, "money")[0]["min"] == "3000"


def test_what_is_included_is_noted_with_the_amount() -> None:
    assert values(understood("3000 con iva y portes", asked="budget"), "money")[0]["includes"] == [
        "tax",
        "transport",
    ]


def test_what_is_not_included_is_an_entity_of_its_own() -> None:
    found = understood("transporte sí, impuestos aparte", asked="budget")
    assert values(found, "includes") == [{"transport": True, "tax": False}]


def test_a_question_about_tax_says_nothing() -> None:
    assert understood("¿el iva va incluido?", asked="budget") == []


def test_the_words_that_were_read_are_kept() -> None:
    text = "pues unas 500 cajas, como mucho 20.000 €"
    words = {one.name: text[one.start : one.end] for one in understood(text)}
    assert words == {"volume": "500 cajas", "money": "como mucho 20.000 €"}


@pytest.mark.parametrize("text", ["", " ", "ok", "hola", "jajaja", "👍", "no lo sé", "depende", "...", "¿?"])
def test_a_message_without_an_answer_has_no_sales_value(text: str) -> None:
    assert {one.name for one in understood(text, asked="budget")} <= {"unsure"}
