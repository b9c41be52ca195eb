"""What stands before and after a number: signs, codes that it is a part of, words that make it vague."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.extract.figures import DASHES
from bot.extract.number_words import NumberWords
from bot.extract.tokens import DIGITS, SIGN, WORD, Token

_LONGEST_CODE = 24
_CODE_BEFORE = re.compile(r"(?<![\da-z])[a-z]+\d*[-−–]$")  # "scp2-173", but not "3km-5km"


def has_minus_word(cut: Sequence[Token], at: int, words: NumberWords) -> bool:
    """True when the token is "menos" or "minus" and makes the next number negative ("al menos 10" does not)."""
    if cut[at].text not in words.minus or at + 1 >= len(cut):
        return False
    if at > 0:
        before = cut[at - 1]
        if before.kind == DIGITS or before.text in words.not_minus_after or before.text in words.words:
            return False
    following = cut[at + 1]
    return following.kind == DIGITS or following.text in words.words or following.text in words.scales


def has_dash_before(cut: Sequence[Token], first: int, *, is_last: bool) -> bool:
    """True when a dash is the sign of the number whose first token is ``cut[first]``.

    It touches the number, and follows nothing that a range could start with; apart from the number it is a sign
    only when the message is nothing else (``is_last``: no token follows the number).
    """
    if first == 0 or cut[first - 1].text not in DASHES:
        return False
    dash = cut[first - 1]
    if dash.end != cut[first].start:
        return first == 1 and is_last
    if first == 1:
        return True
    before = cut[first - 2]
    if before.end < dash.start:
        return before.kind == WORD
    ends_amount = first > 2 and cut[first - 3].end == before.start and cut[first - 3].kind == DIGITS
    return before.kind == SIGN and before.text not in DASHES and before.text != "/" and not ends_amount


def is_glued(folded: str, start: int, end: int) -> bool:
    """True when digits are a part of something longer: "A4", "#12", "scp2-173", "15/3", "10:30"."""
    before = folded[start - 1 : start]
    if before and (before.isalpha() or before in "#@_/:^"):
        return True
    if before in DASHES and _CODE_BEFORE.search(folded, max(0, start - _LONGEST_CODE), start):
        return True
    return folded[end : end + 1] in ("/", ":") and folded[end + 1 : end + 2].isdigit()


def is_only_vague(cut: Sequence[Token], first: int, words: NumberWords) -> bool:
    """True for "varios mil" and "several thousand", which say no number."""
    text = cut[first].text
    if first == 0 or cut[first - 1].text not in words.vague_before:
        return False
    is_about = (
        cut[first - 1].text in words.approximating
    )  # "unos mil" are about 1,000, "varios mil" any number
    return (text in words.scales and not is_about) or text in words.hundreds or text in words.fractions


def is_percent_word(cut: Sequence[Token], at: int, words: NumberWords) -> bool:
    """True for the "ciento" of "por ciento"."""
    return at > 0 and cut[at].text in words.percent_words and cut[at - 1].text in words.percent_before


def collective(cut: Sequence[Token], at: int, words: NumberWords) -> tuple[Decimal, int]:
    """What "docenas" or "un par de miles" multiplies a number before it by, and its tokens; (1, 0) for none."""
    word = _text(cut, at)
    value = words.plural_collectives.get(word) or words.collectives.get(word)
    if value is None:
        return Decimal(1), 0
    steps = 2 if _text(cut, at + 1) in words.of else 1
    inner = _text(cut, at + steps)
    for scales in (words.plural_scales, words.scales, words.plural_collectives, words.hundreds):
        if inner in scales:
            return value * scales[inner], steps + 1
    return value, 1


def vague_length(cut: Sequence[Token], at: int, words: NumberWords) -> int:
    """The number of tokens of "y pico" or "-odd" after a number, 0 when nothing makes it vague."""
    steps = 1 if _text(cut, at) in words.joiners or _text(cut, at) in DASHES else 0
    return steps + 1 if _text(cut, at + steps) in words.vague_after else 0


def _text(cut: Sequence[Token], at: int) -> str:
    return cut[at].text if at < len(cut) else ""
