"""The option of the last offer, typed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.extract.choice import find_choices
from bot.extract.model import Context, Text

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def options(text: str, phase: str | None = "offer") -> list[str]:
    return [one.value["option"] for one in find_choices(Text(text), Context(NOW, phase=phase))]


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("A", "A"), ("la b", "B"), ("opción 2", "B"), ("la primera", "A"), ("me quedo con la B", "B"),
        ("la última", "C"), ("B por favor", "B"), ("la a no, la b", "B"), ("la c, pero más barato", "C"),
        ("option a", "A"), ("the second one", "B"), ("I'll take C", "C"), ("1", "A"), ("vale, la 3", "C"),
    ],
)  # fmt: skip
def test_an_option_is_chosen(text: str, option: str) -> None:
    assert options(text) == [option]


@pytest.mark.parametrize(
    "text",
    ["a ver", "a bit expensive", "la de 2400", "y 2400 pero 300 por avión", "no me gusta la A", "A o B?",
     "una pregunta", "primero quiero saber el plazo", "2 semanas", "a Vigo"],
)  # fmt: skip
def test_other_talk_during_an_offer_chooses_nothing(text: str) -> None:
    assert options(text) == []


def test_without_an_offer_a_letter_is_only_a_letter() -> None:
    assert options("A", None) == []
