"""Phrases of the word tables, found among a message's tokens by dictionary look-up.

A phrase is written as people say it, with ``[optional words]`` and ``(one|or the other)`` or ``one|other`` words:
``"no (mas|menos) [alto|bajo] de"``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
        options = [_words(option) for option in inner.split("|")]
        choices.append([*options, ()] if is_optional else options)
    return [tuple(word for part in parts for word in part) for parts in product(*choices)]


def _words(option: str) -> tuple[str, ...]:
    """Token texts; digits that touch the letters before them are marked, for "m2" is not "m 2"."""
    found = cut(option)
    return tuple(
        _GLUE + token.text if at and token.kind == DIGITS and found[at - 1].end == token.start else token.text
        for at, token in enumerate(found)
    )


class Phrases(Generic[Meaning]):
    """What each phrase means, looked up where it starts or where it ends; the longest phrase wins."""

    def __init__(self, meanings: Iterable[tuple[str, Meaning]]) -> None:
        self._first: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        self._last: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for phrase, meaning in meanings:
            for words in spellings(phrase):
                if words:
                    self._first.setdefault(words[0], []).append((words, meaning))
                    self._last.setdefault(words[-1].removeprefix(_GLUE), []).append((words, meaning))
        for rows in (*self._first.values(), *self._last.values()):
            rows.sort(key=lambda row: -len(row[0]))

    def starting_at(self, tokens: Sequence[Token], at: int) -> tuple[Meaning, int] | None:
        """The meaning of the phrase whose first token is ``tokens[at]``, and the number of its tokens."""
        if not 0 <= at < len(tokens):
            return None
        for words, meaning in self._first.get(tokens[at].text, ()):
            if len(words) == 1 or _fits(tokens, at, words):
                return meaning, len(words)
        return None

    def ending_at(self, tokens: Sequence[Token], at: int) -> tuple[Meaning, int] | None:
        """The meaning of the phrase whose last token is ``tokens[at]``, and the number of its tokens."""
        if not 0 <= at < len(tokens):
            return None
        for words, meaning in self._last.get(tokens[at].text, ()):
            if len(words) == 1 or _fits(tokens, at - len(words) + 1, words):
                return meaning, len(words)
        return None


def _fits(tokens: Sequence[Token], at: int, words: tuple[str, ...]) -> bool:
    if at < 0 or at + len(words) > len(tokens):
        return False
    for step, word in enumerate(words):
        token = tokens[at + step]
        if token.text != word and (
            word[0] != _GLUE or word[1:] != token.text or tokens[at + step - 1].end != token.start
        ):
            return False
    return True
