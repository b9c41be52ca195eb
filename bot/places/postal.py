"""Postal codes: where they stand in a message, and the shapes that countries give them."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.extract.model import Text

# A country's codes after a prefix ("D-80331"), next to one of its places ("75011 París"), or by a shape of their own.
SHAPES = {
    "ES": r"(?:0[1-9]|[1-4]\d|5[0-2])\d{3}",
    "PT": r"\d{4}(?:-\d{3})?",
    "PL": r"\d{2}-\d{3}",
    "NL": r"\d{4} ?[a-z]{2}",
    "GB": r"[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}",
    "IE": r"[a-z]\d[\dw] ?[a-z\d]{4}",
    "SE": r"\d{3} ?\d{2}",
    "CZ": r"\d{3} ?\d{2}",
    "SK": r"\d{3} ?\d{2}",
    "GR": r"\d{3} ?\d{2}",
    "AD": r"ad ?\d{3}",
    "AR": r"[a-z]?\d{4}(?:[a-z]{3})?",
}
FIVE = frozenset("FR DE IT MC FI EE HR US MX TR MA UA".split())
FOUR = frozenset("BE AT CH LU DK NO HU SI BG LV CY".split())
SIX = frozenset("RO".split())
PREFIXES = {
    "d": "DE",
    "f": "FR",
    "i": "IT",
    "e": "ES",
    "p": "PT",
    "a": "AT",
    "b": "BE",
    "l": "LU",
    "pl": "PL",
} | {code.lower(): code for code in (*SHAPES, *FIVE, *FOUR, *SIX)}
CODE = re.compile(
    r"(?<![\w.,+/-])(?:(?P<prefix>[a-z]{1,2})[ -])?"
    r"(?P<code>\d{4}-\d{3}|\d{2}-\d{3}|\d{3} \d{2}|\d{4} ?[a-z]{2}|\d{4,6}|[a-z]{1,2}\d[a-z\d]? \d[a-z]{2})"
    r"(?![\w%€$£]|[.,/-]\d| ?(?:€|eur|%))"
)


class Code(NamedTuple):
    """A written code with its place in the message; ``country`` when a prefix or the shape says it.

    ``is_announced`` when "CP" or "postcode" stands before it.
    """

    text: str
    start: int
    end: int
    country: str | None
    is_announced: bool = False


def codes(text: Text) -> list[Code]:
    """What may be a postal code, in the order of the message."""
    found = []
    for match in CODE.finditer(text.folded):
        prefix, code = match["prefix"], match["code"]
        raw = text.raw[match.start("code") : match.end()]
        if raw != raw.upper():
            continue  # "2000 de" is no Dutch code
        country = PREFIXES.get(prefix) if prefix and text.folded[match.end("prefix")] == "-" else None
        start = match.start() if country and prefix else match.start("code")
        found.append(Code(raw, start, match.end(), country or _country_of_shape(code)))
    return found


def _country_of_shape(code: str) -> str | None:
    """The only country that writes its codes in that way, if there's one."""
    if re.fullmatch(r"\d{4}-\d{3}", code):
        return "PT"
    return "GB" if re.fullmatch(r"[a-z]{1,2}\d[a-z\d]? \d[a-z]{2}", code) else None


def belongs(code: str, country: str) -> bool:
    """Whether the country's codes have that shape."""
    if country in SHAPES:
        return re.fullmatch(SHAPES[country], code.lower()) is not None
    digits = 5 if country in FIVE else 4 if country in FOUR else 6 if country in SIX else 0
    return code.isdigit() and len(code) == digits
