"""What an order is worth, and what it costs to make."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.sample_company import TODAY, sample_playbook
from viable.domain.errors import BadInput
from viable.domain.money import Money
from viable.domain.pricing import ExchangeRate, Price, PriceList, in_currency


def price(
    start: int, end: int | None, unit: str, since: date = date(2026, 1, 1), until: date | None = None
) -> Price:
    return Price("bag", "logo", start, end, Decimal(unit), Decimal(110), Decimal(0), since, until)


def test_goods_are_priced_by_the_break_of_the_whole_quantity_and_a_set_up_for_each_design() -> None:
    prices = PriceList.of([price(1, 999, "0.78"), price(1000, None, "0.62")], "EUR")
    below, at = (
        prices.order_value("bag", "logo", 999, 2, TODAY),
        prices.order_value("bag", "logo", 1000, 2, TODAY),
    )
    assert below is not None
    assert at is not None
    assert (below.total, at.total) == (Money.of("999.22"), Money.of("840.00"))


def test_a_price_holds_from_its_first_to_its_last_day() -> None:
    prices = PriceList.of([price(1, None, "1", date(2026, 2, 1), date(2026, 2, 28))], "EUR")
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1))
    assert [prices.order_value("bag", "logo", 1, 1, day) is not None for day in days] == [
        False,
        True,
        True,
        False,
    ]


def test_what_has_no_price_has_no_value() -> None:
    assert PriceList.of([], "EUR").order_value("bag", "logo", 1, 1, TODAY) is None


def test_an_own_size_pays_its_die_once_whatever_the_quantity() -> None:
    prices = sample_playbook().prices
    value = prices.order_value("folding_carton", "specification", 10_000, 1, TODAY)
    assert value is not None
    assert value.tooling == Money.of(380)
    assert value.total == value.goods + value.tooling


def test_costs_count_pieces_set_ups_and_the_level() -> None:
    family = sample_playbook().family("folding_carton")
    assert family.cost_of(1000, "none", 1, "EUR") == Money.of("235.00")
    assert family.cost_of(1000, "logo", 2, "EUR") == Money.of("326.00")


def test_every_sample_price_leaves_a_margin_at_the_minimum_order() -> None:
    playbook = sample_playbook()
    for family in playbook.families.values():
        for level in family.levels:
            value = playbook.prices.order_value(family.id, level, family.minimum_order, 1, TODAY)
            assert value is not None
            margin = value.total - family.cost_of(family.minimum_order, level, 1, "EUR")
            assert margin.share_of(value.total) > playbook.settings.verdicts.minimum_margin


def test_money_of_another_currency_is_converted_at_the_rate_given() -> None:
    rates = {"USD": ExchangeRate(Decimal("1.25"), TODAY)}
    assert in_currency(Money.of(1500, "USD"), "EUR", rates) == Money.of("1200.00")
    assert in_currency(Money.of(1500), "EUR", {}) == Money.of(1500)


def test_a_currency_without_a_rate_is_refused() -> None:
    with pytest.raises(BadInput, match="no exchange rate from GBP"):
        in_currency(Money.of(1, "GBP"), "EUR", {})
