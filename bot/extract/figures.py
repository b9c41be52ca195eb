"""The number that digits among the tokens begin: fractions ("2 1/2"), powers ("12e+14") and leading points included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.extract.digits import read_digits
from bot.extract.number_words import NumberWords
from bot.extract.tokens import SIGN, Token

DASHES = frozenset("-−–")
_DENOMINATORS = frozenset("2 3 4 5 6 8 10 16 100 1000".split())
_NO_TOKEN = Token(SIGN, "", -1, -1)
_LONGEST_EXPONENT = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """The value of ``length`` tokens; ``grouped`` as in :class:`bot.extract.number.Number`."""

    value: Decimal
    length: int
    grouped: Decimal | None = None
    is_fraction: bool = False


def read_figures(cut: Sequence[Token], at: int, folded: str, words: NumberWords) -> Figures | None:
    """The figures that start with the digits at ``cut[at]``; None when their separators make no number."""
    read = read_digits(cut[at].text, words.decimal)
    if read is None:
        return None
    value, grouped = read
    if has_point_before(cut, at, folded):
        return Figures(Decimal(f"0.{cut[at].text}"), 1)
    exponent = _exponent(cut, at)
    if exponent is not None:
        return Figures(value.scaleb(exponent[0]), exponent[1])
    fraction = _slash_fraction(cut, at, value)
    if (
        fraction is not None
        and fraction.is_fraction
        and _at(cut, at + fraction.length).text in words.multipliers
    ):
        fraction = None  # "5/6 mil" is five or six thousand
    return fraction or Figures(value, 1, grouped)


def has_point_before(cut: Sequence[Token], at: int, folded: str) -> bool:
    """True for ".77" and ",08": a point touches the digits, and nothing but a sign touches the point."""
    if at == 0:
        return False
    token, point = cut[at], cut[at - 1]
    if point.text not in (".", ",") or point.end != token.start or not token.text.isdecimal():
        return False
    return point.start == 0 or folded[point.start - 1] in " -−(€$£"


def _at(cut: Sequence[Token], at: int) -> Token:
    return cut[at] if 0 <= at < len(cut) else _NO_TOKEN


def _slash_fraction(cut: Sequence[Token], at: int, value: Decimal) -> Figures | None:
    """ "3/4" or "2 1/2", but no date."""
    ratio = _ratio(cut, at)
    if ratio is not None and _at(cut, at - 1).text != "/" and _at(cut, at + 3).text != "/":
        return Figures(ratio, 3, is_fraction=True)
    ratio = _ratio(cut, at + 1)
    is_mixed = ratio is not None and value % 1 == 0 and _at(cut, at + 1).start - cut[at].end in (1, 2)
    if is_mixed and ratio is not None and _at(cut, at + 4).text != "/":
        return Figures(value + ratio, 4)
    return None


def _ratio(cut: Sequence[Token], at: int) -> Decimal | None:
    over, under = _at(cut, at), _at(cut, at + 2)
    is_near = _at(cut, at + 1).text == "/" and under.start == over.end + 1
    if not is_near or not over.text.isdecimal() or under.text not in _DENOMINATORS or len(over.text) > 3:
        return None
    ratio = Decimal(over.text) / Decimal(under.text)
    return ratio if 0 < ratio < 1 else None


def _exponent(cut: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The power of ten and the number of tokens of "12e+14"."""
    letter, sign = _at(cut, at + 1), _at(cut, at + 2)
    if letter.text != "e" or letter.start != cut[at].end:
        return None
    is_signed = sign.text == "+" or sign.text in DASHES
    digits = _at(cut, at + 2 + is_signed)
    if (
        not digits.text.isdecimal()
        or digits.start != letter.end + is_signed
        or len(digits.text) > _LONGEST_EXPONENT
    ):
        return None
    return int(digits.text) * (-1 if sign.text in DASHES else 1), 3 + is_signed
