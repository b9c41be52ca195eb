"""Numbers written as people write them, for tests that read them back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

_ES_UNITS = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
).split()
_ES_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_ES_HUNDREDS = "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos".split()
_EN_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def spanish(number: int) -> str:
    """The number in Spanish words, below a thousand million."""
    if number < 30:
        return _ES_UNITS[number]
    if number < 100:
        tens, units = divmod(number, 10)
        return _ES_TENS[tens - 3] + (f" y {_ES_UNITS[units]}" if units else "")
    if number == 100:
        return "cien"
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return _ES_HUNDREDS[hundreds - 1] + (f" {spanish(rest)}" if rest else "")
    if number < 1_000_000:
        thousands, rest = divmod(number, 1000)
        head = "mil" if thousands == 1 else f"{_short(spanish(thousands))} mil"
        return head + (f" {spanish(rest)}" if rest else "")
    millions, rest = divmod(number, 1_000_000)
    head = "un millón" if millions == 1 else f"{_short(spanish(millions))} millones"
    return head + (f" {spanish(rest)}" if rest else "")


def _short(words: str) -> str:
    """ "veintiuno" before a noun is "veintiún"."""
    return (
        words[:-3] + "ún"
        if words.endswith("tiuno")
        else words.removesuffix("o")
        if words.endswith("uno")
        else words
    )


def english(number: int) -> str:
    """The number in English words, below a thousand million."""
    if number < 20:
        return _EN_UNITS[number]
    if number < 100:
        tens, units = divmod(number, 10)
        return _EN_TENS[tens - 2] + (f"-{_EN_UNITS[units]}" if units else "")
    for scale, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            head, rest = divmod(number, scale)
            joint = " and " if rest and rest < 100 else " "
            return f"{english(head)} {name}" + (f"{joint}{english(rest)}" if rest else "")
    raise AssertionError(number)


SPELL: dict[str, Callable[[int], str]] = {"es": spanish, "en": english}


def grouped(value: Decimal, sign: str, point: str) -> str:
    """Digits with a sign between thousands and another before decimals."""
    whole, _, cents = str(value).partition(".")
    parts: list[str] = []
    while len(whole) > 3:
        whole, part = whole[:-3], whole[-3:]
        parts.insert(0, part)
    return sign.join([whole, *parts]) + (point + cents if cents else "")
