"""Any number, written in any style, is read back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extract.model import Text
from bot.extract.number import Number
from bot.extract.numbers import find_numbers
from tests.understanding.spelled import SPELL, grouped

LANGUAGES = ("es", "en")
whole = st.integers(0, 999_999_999)
cents = st.integers(100_000, 99_999_999_999).map(lambda n: Decimal(n) / 100).filter(lambda d: d % 1 != 0)


def only(text: str, language: str) -> Number:
    found = find_numbers(Text(text), language)
    assert len(found) == 1, (text, found)
    return found[0]


@given(whole, st.sampled_from(LANGUAGES))
def test_a_number_in_words_is_read_as_its_value(number: int, language: str) -> None:
    assert only(SPELL[language](number), language).value == number


@given(whole, st.sampled_from(LANGUAGES))
def test_words_without_accents_and_in_capitals_are_read_alike(number: int, language: str) -> None:
    words = SPELL[language](number).replace("é", "e").replace("ó", "o").replace("ú", "u").upper()
    assert only(words, language).value == number


@given(
    cents,
    st.sampled_from(LANGUAGES),
    st.sampled_from([(".", ","), (",", "."), (" ", ","), (" ", "."), ("'", ".")]),
)
def test_an_amount_with_cents_is_read_in_every_convention(
    value: Decimal, language: str, signs: tuple[str, str]
) -> None:
    assert only(grouped(value, *signs), language).value == value


@given(st.integers(1000, 999_999_999), st.sampled_from(LANGUAGES), st.sampled_from([".", ",", " ", "'", ""]))
def test_thousands_are_grouped_by_any_sign(number: int, language: str, sign: str) -> None:
    assert only(grouped(Decimal(number), sign, ","), language).amount == number


@given(
    st.integers(1, 999),
    st.sampled_from(LANGUAGES),
    st.sampled_from(["k", "K", " k", " mil", "mil", " thousand"]),
)
def test_thousands_are_said_by_a_suffix_or_a_word(number: int, language: str, suffix: str) -> None:
    assert only(f"{number}{suffix}", language).value == number * 1000


@given(st.integers(1, 10_000), st.sampled_from(LANGUAGES))
def test_a_dash_before_digits_makes_them_negative(number: int, language: str) -> None:
    assert only(f"-{number}", language).value == -number


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("es", "medio millón", "500000"),
        ("es", "millón y medio", "1500000"),
        ("es", "2 millones y medio", "2500000"),
        ("es", "tres cuartos de millón", "750000"),
        ("es", "una docena", "12"),
        ("es", "media docena", "6"),
        ("es", "un par de miles", "2000"),
        ("es", "dos cientos tres", "203"),
        ("es", "mil y pico", "1000"),
        ("es", "uno coma cinco", "1.5"),
        ("es", "cero coma cero tres", "0.03"),
        ("es", "1,5M", "1500000"),
        ("es", "½", "0.5"),
        ("es", "2 1/2", "2.5"),
        ("en", "half a million", "500000"),
        ("en", "a million and a half", "1500000"),
        ("en", "quarter million", "250000"),
        ("en", "two and a half thousand", "2500"),
        ("en", "half a dozen", "6"),
        ("en", "a couple of hundred", "200"),
        ("en", "fifteen hundred", "1500"),
        ("en", "a hundred and twenty thousand", "120000"),
        ("en", "thirteen lakh", "1300000"),
        ("en", "1e3", "1000"),
        ("en", ".75", "0.75"),
    ],
)
def test_halves_dozens_and_spoken_numbers_are_read(language: str, text: str, value: str) -> None:
    assert only(text, language).value == Decimal(value)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "varios miles de cajas"),
        ("es", "192.168.1.2"),
        ("en", "several thousand"),
        ("en", "hundreds of boxes"),
    ],
)
def test_vague_words_and_codes_are_no_numbers(language: str, text: str) -> None:
    assert find_numbers(Text(text), language) == []


def test_the_same_text_is_read_once() -> None:
    text = Text("500 cajas")
    assert find_numbers(text, "es") is find_numbers(text, "es")
