"""Who decides."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.extract.authority import find_authorities
from bot.extract.model import Context, Text

NOW = datetime(2026, 11, 23, 11, 42, tzinfo=UTC)


def roles(text: str, asked: str | None = "authority") -> list[str]:
    return [entity.value["role"] for entity in find_authorities(Text(text), Context(NOW, asked=asked))]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("decido yo", "decides"), ("sí", "decides"), ("soy la dueña", "decides"), ("I’m the owner", "decides"),
        ("soy el jefe de compras", "decides"), ("it's my call", "decides"),
        ("lo decide mi jefe", "none"), ("mi jefe", "none"), ("no", "none"), ("yo no, dirección", "none"),
        ("solo pido precios", "none"), ("my boss decides", "none"), ("head office", "none"),
        ("lo firma mi hermano, yo lo llevo", "shares"), ("entre mi socio y yo", "shares"),
        ("yo y mi mujer", "shares"), ("sí, pero lo aprueba el director", "shares"),
        ("tengo que consultarlo", "shares"), ("me and my partner", "shares"), ("we decide together", "shares"),
    ],
)  # fmt: skip
def test_a_role_is_read_from_the_answer(text: str, role: str) -> None:
    assert roles(text) == [role]


def test_who_says_so_unasked_is_heard() -> None:
    assert roles("soy el gerente de la tienda", None) == ["decides"]
    assert roles("lo decide dirección", None) == ["none"]


@pytest.mark.parametrize("text", ["sí", "no", "mi jefe", "yo", "me and my wife", "mi hermano y yo"])
def test_short_answers_to_other_questions_say_nothing_of_authority(text: str) -> None:
    assert roles(text, "location") == []
