"""A message cut into words, digit strings and signs, once for all extractors."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.extract.model import Text

DIGITS, WORD, SIGN = "digits", "word", "sign"
_TOKEN = re.compile(r"(?P<digits>\d+(?:[.,'’]\d+)*)|(?P<word>[^\W\d_½¼¾⅓⅔⅕⅙⅛]+)|(?P<sign>\S)")
_SPACE_GROUP = re.compile(
    r"(?<![\d.,'’])[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?(?![\d]|[.,'’]\d|(?:ml|cl|cc|cm|mm|gr?|kg|l)\b)"
)


class Token(NamedTuple):
    """``text`` is folded; ``kind`` is DIGITS, WORD or SIGN; offsets are the message's."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: Text) -> list[Token]:
    """The message's tokens in order; "20 000" is one DIGITS token, shared by all callers."""
    found: list[Token] | None = text.cache.get("tokens")
    if found is None:
        found = text.cache["tokens"] = cut(text.folded)
    return found


def cut(folded: str) -> list[Token]:
    """The tokens of an already folded string."""
    found = [Token(m.lastgroup or SIGN, m.group(), m.start(), m.end()) for m in _TOKEN.finditer(folded)]
    groups = [(m.start(), m.end()) for m in _SPACE_GROUP.finditer(folded)]
    return _joined(found, groups, folded) if groups else found


def _joined(found: list[Token], groups: list[tuple[int, int]], folded: str) -> list[Token]:
    joined: list[Token] = []
    pending = iter([*groups, (len(folded) + 1, len(folded) + 1)])
    start, end = next(pending)
    for token in found:
        while token.start >= end:
            start, end = next(pending)
        if token.start == start:
            joined.append(Token(DIGITS, folded[start:end], start, end))
        elif token.start < start:
            joined.append(token)
    return joined
