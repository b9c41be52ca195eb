"""Exchange rates come with their date."""

from __future__ import annotations

from decimal import Decimal

from viable.feeds.exchange_rates import ecb_rates


def test_rates_of_the_large_currencies_are_known_with_their_date() -> None:
    rates = ecb_rates("EUR")
    assert {"USD", "GBP", "CHF"} <= rates.keys()
    assert Decimal("0.5") < rates["GBP"].rate < Decimal(2)
    assert rates["USD"].as_of.year >= 2024


def test_a_currency_without_quotes_has_no_rates() -> None:
    assert ecb_rates("XXX") == {}
