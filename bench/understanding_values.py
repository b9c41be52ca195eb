"""Expected values of the understanding data, compared with what was read."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Any

from bot.extract.dimension import base_units

Line = dict[str, Any]

# What the data's ambiguous currency names may be read as.
_DOLLARS = {"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU"}
_CURRENCIES: dict[str, set[str]] = {
    "$": _DOLLARS, "£": {"GBP"}, "€": {"EUR"}, "¥": {"JPY", "CNY"}, "kr": {"SEK", "NOK", "DKK", "ISK", "CZK"},
    "Fr": {"CHF", "FRF", "BEF"}, "Franc": {"CHF", "FRF", "BEF"}, "Fr.": {"CHF"}, "dinar": {"KWD"}, "rial": {"SAR", "IRR", "OMR"},
    "฿": {"XBT", "THB"}, "Pence": {"GBP"}, "penny": {"GBP"}, "Netherlands guilder": {"NLG"}, "₹": {"INR"}, "Rs": {"INR"},
    "руб": {"RUB"}, "руб.": {"RUB"}, "Р": {"RUB"}, "р.": {"RUB"}, "zł": {"PLN"}, "Kč": {"CZK"}, "грн": {"UAH"}, "грн.": {"UAH"},
    "₪": {"ILS"}, "Rp": {"IDR"}, "₫": {"VND"}, "Ft": {"HUF"}, "TL": {"TRY"}, "R$": {"BRL"}, "A$": {"AUD"}, "C$": {"CAD"},
    "MX$": {"MXN"}, "NT$": {"TWD"}, "円": {"JPY"}, "원": {"KRW"}, "лв": {"BGN"}, "лв.": {"BGN"}, "lei": {"RON"}, "LEI": {"RON"},
    "درهم": {"AED"}, "ريال": {"SAR", "IRR"}, "تومان": {"IRR"}, "₦": {"NGN"}, "S/.": {"PEN"}, "CFA": {"XOF"}, "FCFA": {"XOF"},
    "GH₵": {"GHS"}, "؋": {"AFN"}, "ƒ": {"ANG"}, "Br": {"BYN"}, "BZ$": {"BZD"}, "FBu": {"BIF"}, "BD": {"BHD"}, "J$": {"JMD"},
    "Db": {"STN"}, "TSh": {"TZS"}, "T$": {"TOP"}, "DT": {"TND"}, "USh": {"UGX"}, "VT": {"VUV"}, "Bs": {"BOB"}, "ZK": {"ZMW"},
    "FG": {"GNF"}, "₶": {"FRF"}, "pln": {"PLN"},
}  # fmt: skip
_CENTS = {"cent", "Cent", "penny", "Pence"}
_UNITS = {
    "Degree": "degree", "Turn": "turn", "ton": "t", "Decimeter": "dm", "Picometer": "pm", "Tablespoon": "tbsp", "Cup": "cup",
    "Kilometer per hour": "km/h", "Dram": "dram", "Megabit": "mb", "Microgram": "ug", "m?": "m", "inch": "in", "metre": "m",
    "kilometre": "km", "mile": "mi", "litre": "l", "gallon": "gal", "kilogram": "kg", "pound-mass": "lb", "milligram": "mg",
    "cup": "cup", "tablespoon": "tbsp", "centilitre": "cl", "cubic kilometre": "km3", "cubic centimetre": "cm3", "bit": "bit",
    "ounce": "oz", "gram": "g", "Pound": "lb",
}  # fmt: skip


def as_list(value: Any) -> list[Any]:
    """The value as a list; None is an empty one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def close(read: Decimal | float | str | None, expected: float | str | None, tolerance: float = 1e-6) -> bool:
    """True when both are open, or equal within the relative tolerance."""
    if read is None or expected is None:
        return read is None and expected is None
    one, other = float(read), float(expected)
    return abs(one - other) <= tolerance * max(1.0, abs(other))


def side(value: Any, name: str) -> Any:
    """One side of an expected interval; a plain value is both."""
    return value.get(name) if isinstance(value, dict) else value


def is_right_currency(read: str, expected: str | None) -> bool:
    """True when the ISO code is one that the data's unit may mean; a missing unit and cents allow any."""
    if expected is None or expected == "cent":
        return True
    return read in _CURRENCIES.get(expected, {expected.upper()})


def cents_share(unit: str | None) -> float:
    """What one of the data's money units is in whole currency: cents are hundredths."""
    return 0.01 if unit in _CENTS else 1.0


def measure_in_base(value: float | None, unit: str | None) -> tuple[str, float | None] | None:
    """The quantity and the value in its base unit; None when the unit is not one that Viable knows."""
    known = base_units().get(_UNITS.get(unit or "", unit or ""))
    if known is None:
        return None
    return known[0], None if value is None else float(value) * float(known[1])


def folded_name(name: str) -> str:
    """The name in lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
