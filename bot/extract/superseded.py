"""Whether an amount is only named to be replaced or remembered: "en vez de 500", "el año pasado gastamos 3000"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.extract.model import Text
from bot.extract.phrases import Phrases
from bot.extract.tokens import SIGN, Token, tokens
from bot.extract.words import table

_FARTHEST = 9  # tokens of a clause that are looked at on either side
_CLAUSE_ENDS = frozenset(",.;:!?¿¡()")


@dataclass(frozen=True)
class _Words:
    replaced: Phrases[str]
    past: Phrases[str]
    comparing: frozenset[str]
    turns: frozenset[str]


@lru_cache(maxsize=16)
def _words(language: str) -> _Words:
    rows = table(language, "bare")
    return _Words(
        replaced=Phrases([(phrase, "replaced") for phrase in rows["replaced"]]),
        past=Phrases([(phrase, "past") for phrase in rows["past"]]),
        comparing=frozenset(rows["comparing"]),
        turns=frozenset(rows["turns"]),
    )


def is_superseded(text: Text, language: str, first: int, last: int) -> bool:
    """True when the amount over ``tokens[first]`` to ``tokens[last]`` is what was, or what shall be no more."""
    cut, words = tokens(text), _words(language)
    if words.replaced.ending_at(cut, first - 1):
        return True
    before = range(first - 1, max(first - 1 - _FARTHEST, -1), -1)
    after = range(last + 1, min(last + 1 + _FARTHEST, len(cut)))
    return any(_is_past(cut, at, words) for side in (before, after) for at in _clause(cut, side, words))


def _clause(cut: list[Token], indices: range, words: _Words) -> list[int]:
    inside: list[int] = []
    for at in indices:
        if (cut[at].kind == SIGN and cut[at].text in _CLAUSE_ENDS) or cut[at].text in words.turns:
            break
        inside.append(at)
    return inside


def _is_past(cut: list[Token], at: int, words: _Words) -> bool:
    """A past time starts here, and nothing is compared to it ("más que el año pasado")."""
    return words.past.starting_at(cut, at) is not None and (
        at == 0 or cut[at - 1].text not in words.comparing
    )
