"""The language of a message: turned by words that tell, kept through those that don't."""

from __future__ import annotations

import pytest

from bot.extract.language import detect

SPANISH = [
    "hola",
    "necesito 500 cajas con mi logo",
    "xq lo pregunta?",
    "mi jefe",
    "depende",
    "para el 21",
    "sin prisa",
    "unas 2000 al mes",
    "quiero shopping bags con logo",
    "¿envían a Canarias?",
    "somos una bakery en Bilbao",
    "necesito 500 boxes asap",
    "lo necesitás para cuándo",
    "cajas de carton, tamaño estandar",
]
ENGLISH = [
    "hello",
    "I need 500 boxes with our logo",
    "my boss decides",
    "why do you ask?",
    "with logo",
    "do you ship to Las Palmas?",
    "two pallets per month",
    "we'd like it by mid march",
    "not sure yet",
    "whenever you can",
    "the El Corte store in Madrid",
]
SILENT = [
    "ok",
    "Vigo",
    "500",
    "20k",
    "no",
    "asap",
    "email",
    "Kellogg's",
    "info@saltymojo.example",
    "",
    "👍",
    "V-1047",
    "15/3",
]


@pytest.mark.parametrize("prior", ["es", "en"])
@pytest.mark.parametrize("text", SPANISH)
def test_spanish_words_are_spanish_whatever_the_page(text: str, prior: str) -> None:
    assert detect(text, prior) == "es"


@pytest.mark.parametrize("prior", ["es", "en"])
@pytest.mark.parametrize("text", ENGLISH)
def test_english_words_are_english_whatever_the_page(text: str, prior: str) -> None:
    assert detect(text, prior) == "en"


@pytest.mark.parametrize("prior", ["es", "en"])
@pytest.mark.parametrize("text", SILENT)
def test_names_numbers_and_ok_keep_the_language_of_the_page(text: str, prior: str) -> None:
    assert detect(text, prior) == prior


def test_a_borrowed_word_does_not_turn_the_language() -> None:
    assert detect("asap por favor", "es") == "es"
    assert detect("thanks", "es") == "es"
    assert detect("gracias", "en") == "en"


def test_a_very_long_message_is_told_in_a_moment() -> None:
    assert detect("necesito cajas " * 20_000, "en") == "es"
