"""Who the prospect is and how to reach them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extract.contact import find_contacts
from bot.extract.model import Context, Text

NOW = datetime(2026, 11, 23, 11, 42, tzinfo=UTC)


def contact(text: str, asked: str | None = "contact", language: str = "es") -> dict[str, Any]:
    found = find_contacts(Text(text), Context(NOW, language=language, asked=asked))
    assert len(found) <= 1
    return found[0].value if found else {}


def test_a_line_with_commas_gives_all_four() -> None:
    assert contact("Nerea Quintana, Sal y Mojo, nerea@salymojo.example, 600 000 000, acepto") == {
        "name": "Nerea Quintana", "company": "Sal y Mojo",
        "email": "nerea@salymojo.example", "phone": "+34600000000",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("soy Ana de Cajas López", {"name": "Ana", "company": "Cajas López"}),
        ("ana gil, cajas gil", {"name": "ana gil", "company": "cajas gil"}),
        ("Nombre: Eva Sanz; Empresa: Sanz SL", {"name": "Eva Sanz", "company": "Sanz SL"}),
        ("pepe 600 11 22 33", {"name": "pepe", "phone": "+34600112233"}),
        ("ana arroba cajas punto example", {"email": "ana@cajas.example"}),
        ("0034 600 111 222", {"phone": "+34600111222"}),
        ("Ana Gil, Envases Gil, Vigo", {"name": "Ana Gil", "company": "Envases Gil"}),
        ("I'm John from Acme Boxes", {"name": "John", "company": "Acme Boxes"}),
    ],
)
def test_parts_of_a_contact_are_told_apart(text: str, value: dict[str, str]) -> None:
    assert contact(text) == value


def test_a_number_without_prefix_is_spanish_or_of_the_language_of_the_message() -> None:
    assert contact("07700 900123", language="en")["phone"] == "+447700900123"
    assert contact("986 123 456", language="en")["phone"] == "+34986123456"


@pytest.mark.parametrize("text", ["nerea@salymojo", "a@@b.example", "nerea@.example"])
def test_a_mistyped_address_is_left_out(text: str) -> None:
    assert contact(text) == {}


@pytest.mark.parametrize(
    "text",
    ["acepto", "no quiero dar mi teléfono", "¿para qué lo quieren?", "I agree", "ya se lo he dado", "123"],
)
def test_an_answer_without_a_contact_gives_none(text: str) -> None:
    assert contact(text) == {}


@pytest.mark.parametrize(
    "text", ["500 cajas para 2026", "1800 estuches 21/12/2026 1500", "soy el jefe de compras", "soy de Vigo"]
)
def test_figures_and_jobs_are_no_contact(text: str) -> None:
    assert contact(text, None) == {}


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=600_000_000, max_value=799_999_999), st.sampled_from([" ", "", "-", "."]))
def test_a_spanish_mobile_is_read_however_it_is_grouped(number: int, sign: str) -> None:
    digits = str(number)
    if digits.startswith(("70", "75", "76", "77", "78", "79")):
        return  # personal and unassigned ranges
    grouped = sign.join([digits[:3], digits[3:6], digits[6:]])
    assert contact(f"mi móvil es {grouped}")["phone"] == f"+34{digits}"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for asked in (None, "contact"):
        contact(text, asked)
