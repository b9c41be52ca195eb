"""Any budget, written in any style, is read back."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extract.model import Context
from bot.extract.reading import read
from tests.understanding.spelled import SPELL, grouped

NOW = datetime(2026, 11, 23, 11, 42, tzinfo=UTC)
STYLES = ("{} €", "{}€", "€{}", "€ {}", "{} euros", "{} EUR", "EUR {}", "eur {}")
UPPER: dict[str, tuple[str, ...]] = {
    "es": (
        "hasta {}",
        "como mucho {}",
        "máximo {}",
        "{} como máximo",
        "menos de {}",
        "no más de {}",
        "{} tope",
    )
}
UPPER["en"] = (
    "up to {}",
    "max {}",
    "at most {}",
    "{} max",
    "less than {}",
    "no more than {}",
    "under {}",
    "{} tops",
)
LOWER: dict[str, tuple[str, ...]] = {
    "es": ("al menos {}", "mínimo {}", "a partir de {}", "más de {}", "{} o más", "por lo menos {}")
}
LOWER["en"] = ("at least {}", "minimum {}", "more than {}", "{} or more", "over {}", "{}+")
BETWEEN: dict[str, tuple[str, ...]] = {
    "es": ("entre {} y {}", "de {} a {}", "{}-{}", "{} - {}", "{} o {}", "desde {} hasta {}")
}
BETWEEN["en"] = ("between {} and {}", "from {} to {}", "{}-{}", "{} – {}", "{} to {}", "{} or {}")

languages = st.sampled_from(["es", "en"])
amounts = st.integers(100, 9_999_999)


def budget(text: str, language: str, currency: str = "EUR") -> dict[str, Any]:
    """The one money value of a reply to the budget question."""
    found = [
        one for one in read(text, Context(NOW, language, currency, asked="budget")) if one.name == "money"
    ]
    assert len(found) == 1, (text, found)
    return found[0].value


@given(amounts, languages, st.sampled_from(STYLES), st.sampled_from(["", ".", ",", " "]))
def test_an_amount_is_read_with_its_currency(number: int, language: str, style: str, sign: str) -> None:
    value = budget(style.format(grouped(Decimal(number), sign, ",")), language, "USD")
    assert (value["min"], value["max"], value["currency"]) == (str(number), str(number), "EUR")


@given(amounts, languages)
def test_a_bare_number_is_money_when_the_budget_is_asked(number: int, language: str) -> None:
    assert budget(SPELL[language](number), language)["min"] == str(number)


@given(amounts, languages, st.data())
def test_an_upper_bound_leaves_the_lower_side_open(number: int, language: str, data: st.DataObject) -> None:
    value = budget(data.draw(st.sampled_from(UPPER[language])).format(f"{number} €"), language)
    assert (value["min"], value["max"]) == (None, str(number))


@given(amounts, languages, st.data())
def test_a_lower_bound_leaves_the_upper_side_open(number: int, language: str, data: st.DataObject) -> None:
    value = budget(data.draw(st.sampled_from(LOWER[language])).format(number), language)
    assert (value["min"], value["max"]) == (str(number), None)


@given(amounts, st.integers(2, 20), languages, st.data())
def test_two_amounts_make_an_interval(low: int, times: int, language: str, data: st.DataObject) -> None:
    high = low * times
    value = budget(data.draw(st.sampled_from(BETWEEN[language])).format(low, high) + " €", language)
    assert (value["min"], value["max"]) == (str(low), str(high))


@given(
    st.integers(1, 50), st.integers(1, 49), languages, st.sampled_from(["k", " mil", " millones"]), st.data()
)
def test_the_multiplier_of_an_interval_is_shared(
    low: int, more: int, language: str, scale: str, data: st.DataObject
) -> None:
    style = data.draw(st.sampled_from(BETWEEN[language]))
    value = budget(style.format(low, f"{low + more}{scale}"), language)
    size = 1_000_000 if "millones" in scale else 1000
    assert (value["min"], value["max"]) == (str(low * size), str((low + more) * size))


@pytest.mark.parametrize(
    ("text", "currency", "expected"),
    [
        ("$500", "EUR", "USD"),
        ("$500", "MXN", "MXN"),
        ("500 pesos", "EUR", "MXN"),
        ("500 pesos", "COP", "COP"),
        ("500 pesos, somos de Argentina", "EUR", "ARS"),
        ("500 pesos chilenos", "ARS", "CLP"),
        ("US$500", "MXN", "USD"),
        ("$500 MXN", "EUR", "MXN"),
        ("500 libras", "EUR", "GBP"),
        ("500 coronas suecas", "EUR", "SEK"),
    ],
)
def test_the_currency_is_settled_by_what_is_around(text: str, currency: str, expected: str) -> None:
    assert budget(text, "es", currency)["currency"] == expected


@pytest.mark.parametrize(
    ("text", "least"), [("-5", "-5"), ("-5 €", "-5"), ("1e30", "1" + "0" * 30), ("0", "0")]
)
def test_an_absurd_amount_is_kept_as_typed(text: str, least: str) -> None:
    assert budget(text, "es")["min"] == least


@pytest.mark.parametrize(
    "text",
    [
        "70 of us",
        "20% upfront",
        "call me at 5pm",
        "option 2",
        "3 partners",
        "on floor 12",
        "it is 24/7",
        "ref. A-4512",
    ],
)
def test_a_number_that_counts_something_else_is_no_budget(text: str) -> None:
    found = read(text, Context(NOW, "en", asked="budget"))
    assert [one for one in found if one.name == "money"] == []
