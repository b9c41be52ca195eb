"""How far the product is made the customer's own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.extract.customization import find_customizations
from bot.extract.model import Context, Text

NOW = datetime(2026, 11, 23, 11, 42, tzinfo=UTC)


def values(text: str, asked: str | None = "customization") -> list[dict[str, Any]]:
    return [entity.value for entity in find_customizations(Text(text), Context(NOW, asked=asked))]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("con mi logo", "logo"), ("a 2 tintas", "colour"), ("private label", "packaging"),
        ("medida propia", "specification"), ("20x30x10 cm", "specification"), ("troquel nuevo", "tooling"),
        ("estándar", "none"), ("sin personalizar", "none"), ("lisas", "none"), ("no", "none"), ("nope", "none"),
        ("no, así están bien", "none"), ("sin logo", "none"), ("ni logo ni colores", "none"), ("logo no", "none"),
        ("no branding", "none"), ("bespoke", "specification"), ("new mould", "tooling"),
    ],
)  # fmt: skip
def test_a_level_is_read_from_free_text(text: str, level: str) -> None:
    (value,) = values(text)
    assert value["level"] == level


def test_the_highest_level_wins_and_the_details_list_all() -> None:
    (value,) = values("con mi logo, pantone 485 C y troquel nuevo")
    assert value == {"level": "tooling", "details": "mi logo; pantone 485 C; troquel nuevo"}


def test_what_is_denied_does_not_count() -> None:
    assert values("sin troquel, solo el logo")[0]["level"] == "logo"
    assert values("no solo logo, también color corporativo")[0]["level"] == "colour"


def test_the_same_as_ever_has_no_level_but_its_words() -> None:
    assert values("lo de siempre") == [{"level": None, "details": "lo de siempre"}]


@pytest.mark.parametrize("text", ["no", "nada", "no gracias"])
def test_a_bare_no_is_an_answer_to_this_question_only(text: str) -> None:
    assert values(text, "budget") == []


@pytest.mark.parametrize("text", ["sí", "no lo sé", "¿cuánto tarda?", "the stock market", "a bigger problem"])
def test_ordinary_words_say_nothing_of_customization(text: str) -> None:
    assert values(text, None) == []


@pytest.mark.parametrize(
    ("text", "asked", "read"),
    [
        ("estuches estándar con logo", None, ("logo", "standard")),
        ("estándar", "customization", ("none", "standard")),
        ("estándar", "size", (None, "standard")),
        ("estándar", "budget", (None, "standard")),
        ("standard size", None, (None, "standard")),
        ("a medida", "size", ("specification", "own")),
        ("medida propia", None, ("specification", "own")),
        ("tamaño propio", None, ("specification", "own")),
        ("custom size with our logo", None, ("specification", "own")),
    ],
)  # fmt: skip
def test_a_size_is_told_from_what_is_printed(
    text: str, asked: str | None, read: tuple[str | None, str]
) -> None:
    (value,) = values(text, asked)
    assert (value["level"], value["size"]) == read


@pytest.mark.parametrize(
    "text",
    ["envío estándar", "el transporte estándar está bien", "standard delivery", "your standard lead time"],
)
def test_a_standard_service_says_nothing_of_the_goods(text: str) -> None:
    assert values(text, None) == []
