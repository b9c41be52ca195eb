"""Phrases of the word tables, found among a message's tokens by dictionary look-up.

A phrase is written as people say it, with ``[optional words]`` and ``(one|or the other)`` or ``one|other`` words:
``"no (mas|menos) [alto|bajo] de"``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Generic, TypeVar

from bot.extract.tokens import DIGITS, Token, cut

Meaning = TypeVar("Meaning")
_GLUE = "\u2040"
_ITEM = re.compile(r"\[[^\]]*\]|\([^)]*\)|\S+")


def spellings(phrase: str) -> list[tuple[str, ...]]:
    """Every sequence of token texts that the phrase stands for."""
    choices: list[list[tuple[str, ...]]] = []
    for item in _ITEM.findall(phrase):
        is_optional = item[0] == "[" and len(item) > 1
        inner = item[1:-1] if len(item) > 1 and item[0] in "[(" else item
        options: list[tuple[str, ...]] = [_words(option) for option in inner.split("|")]
        choices.append([*options, ()] if is_optional else options)
    return [tuple(word for part in parts for word in part) for parts in product(*choices)]


@lru_cache(maxsize=4096)
def _words(option: str) -> tuple[str, ...]:
    """Token texts; digits that touch the letters before them are marked, for "m2" is not "m 2"."""
    found = cut(option)
    return tuple(
        _GLUE + token.text if at and token.kind == DIGITS and found[at - 1].end == token.start else token.text
        for at, token in enumerate(found)
    )


class Phrases(Generic[Meaning]):
    """What each phrase means, looked up where it starts or where it ends; the longest phrase wins.

    One dictionary look-up for each length that phrases with that first (or last) word have, whatever their number.
    """

    def __init__(self, meanings: Iterable[tuple[str, Meaning]]) -> None:
        self._rows: dict[tuple[str, ...], tuple[Meaning, tuple[int, ...]]] = {}
        first: dict[str, set[int]] = {}
        last: dict[str, set[int]] = {}
        for phrase, meaning in meanings:
            for marked in spellings(phrase):
                words = tuple(word.removeprefix(_GLUE) for word in marked)
                if not words:
                    continue
                glued = tuple(at for at, word in enumerate(marked) if word[0] == _GLUE)
                self._rows.setdefault(words, (meaning, glued))
                first.setdefault(words[0], set()).add(len(words))
                last.setdefault(words[-1], set()).add(len(words))
        self._first = {word: tuple(sorted(lengths, reverse=True)) for word, lengths in first.items()}
        self._last = {word: tuple(sorted(lengths, reverse=True)) for word, lengths in last.items()}

    def starting_at(self, tokens: Sequence[Token], at: int) -> tuple[Meaning, int] | None:
        """The meaning of the longest phrase whose first token is ``tokens[at]``, and the number of its tokens."""
        if not 0 <= at < len(tokens) or tokens[at].text not in self._first:
            return None
        return next(self.all_starting_at(tokens, at), None)

    def ending_at(self, tokens: Sequence[Token], at: int) -> tuple[Meaning, int] | None:
        """The meaning of the longest phrase whose last token is ``tokens[at]``, and the number of its tokens."""
        if not 0 <= at < len(tokens) or tokens[at].text not in self._last:
            return None
        return next(self.all_ending_at(tokens, at), None)

    def all_starting_at(self, tokens: Sequence[Token], at: int) -> Iterator[tuple[Meaning, int]]:
        """All phrases that start there, the longest first."""
        if 0 <= at < len(tokens):
            for length in self._first.get(tokens[at].text, ()):
                meaning = self._meaning(tokens, at, at + length)
                if meaning is not None:
                    yield meaning[0], length

    def all_ending_at(self, tokens: Sequence[Token], at: int) -> Iterator[tuple[Meaning, int]]:
        """All phrases that end there, the longest first."""
        if 0 <= at < len(tokens):
            for length in self._last.get(tokens[at].text, ()):
                meaning = self._meaning(tokens, at + 1 - length, at + 1)
                if meaning is not None:
                    yield meaning[0], length

    def _meaning(
        self, tokens: Sequence[Token], start: int, stop: int
    ) -> tuple[Meaning, tuple[int, ...]] | None:
        if start < 0 or stop > len(tokens):
            return None
        row = self._rows.get(tuple([token.text for token in tokens[start:stop]]))
        if row is None or any(tokens[start + at].start != tokens[start + at - 1].end for at in row[1]):
            return None
        return row
