"""Every phrase of a word table in a message, and whether it is denied ("sin logo").

Phrases are written as in :mod:`bot.extract.phrases`, and may have endings in braces: ``"impres{o,a,os,as}"``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple

from bot.extract.model import Text
from bot.extract.phrases import spellings
from bot.extract.tokens import SIGN, Token, tokens
from bot.extract.words import languages, table

_ENDINGS = re.compile(r"\{([^}]*)\}")
_GROUP = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_MEANING = 0  # a key that no word is: tokens are strings
_CLAUSE_ENDS = frozenset(",.;:!?¿¡()")
_FARTHEST_NEGATOR = 5


class Hit(NamedTuple):
    """Tokens ``first`` to ``last`` (inclusive) are a phrase of that meaning."""

    meaning: str
    first: int
    last: int
    start: int
    end: int


class PhraseTable:
    """Phrases by their first word, then by the next, so that a message is read in one pass."""

    def __init__(self, meanings: Iterable[tuple[str, str]]) -> None:
        self._root: dict[Any, Any] = {}
        for phrase, meaning in meanings:
            for plain in inflected(phrase):
                for words in spellings(plain):
                    self._add(words, meaning)

    def _add(self, words: Sequence[str], meaning: str) -> None:
        node = self._root
        for word in words:
            node = node.setdefault(word, {})
        if words:
            node.setdefault(_MEANING, meaning)

    def at(self, found: Sequence[Token], first: int) -> Hit | None:
        """The longest phrase that begins with token ``first``."""
        node, best = self._root, None
        for last in range(first, len(found)):
            if found[last].text not in node:
                break
            node = node[found[last].text]
            if _MEANING in node:
                best = Hit(node[_MEANING], first, last, found[first].start, found[last].end)
        return best

    def hits(self, found: Sequence[Token]) -> list[Hit]:
        """All phrases from left to right, the longest first, without overlaps."""
        made: list[Hit] = []
        at = 0
        while at < len(found):
            hit = self.at(found, at) if found[at].text in self._root else None
            if hit is not None:
                made.append(hit)
            at = hit.last + 1 if hit is not None else at + 1
        return made

    def whole(self, found: Sequence[Token]) -> Hit | None:
        """The phrase that the whole message is, signs at its ends aside."""
        words = [at for at, token in enumerate(found) if token.kind != SIGN]
        hit = self.at(found, words[0]) if words else None
        return hit if hit is not None and hit.last == words[-1] else None


def inflected(phrase: str) -> Iterator[str]:
    """The phrase with each of its endings: "lis{o,a}" gives "liso" and "lisa".

    Endings inside a group are more options of it, since as phrases of their own they would multiply.
    """
    grouped = _GROUP.sub(_with_more_options, phrase)
    return _each_ending(grouped)


def _with_more_options(group: re.Match[str]) -> str:
    words = group[0]
    options = (ended for option in words[1:-1].split("|") for ended in _each_ending(option))
    return words[0] + "|".join(options) + words[-1]


def _each_ending(words: str) -> Iterator[str]:
    parts = _ENDINGS.split(words)
    endings = [part.split(",") if at % 2 else [part] for at, part in enumerate(parts)]
    return ("".join(chosen) for chosen in product(*endings))


def phrase_tokens(text: Text) -> list[Token]:
    """The message's tokens, with one sort of apostrophe."""
    found = tokens(text)
    if "’" not in text.folded and "`" not in text.folded and "´" not in text.raw:
        return found
    return [token._replace(text="'") if token.text in ("’", "`", "´") else token for token in found]


def merged_table(name: str, keys: Iterable[str]) -> dict[str, list[str]]:
    """The phrases of all languages under each key: prospects mix languages."""
    rows = [table(language, name) for language in languages()]
    return {key: [phrase for row in rows for phrase in row.get(key, [])] for key in keys}


class Negation(NamedTuple):
    """The words that deny what follows, those that undo it ("no solo"), and those that end its reach ("pero")."""

    negators: PhraseTable
    unnegators: frozenset[str]
    boundaries: frozenset[str]

    @classmethod
    def of(cls, name: str) -> Negation:
        """The negation words of the tables of that name."""
        words = merged_table(name, ("negators", "unnegators", "boundaries"))
        negators = PhraseTable((phrase, phrase) for phrase in words["negators"])
        return cls(negators, frozenset(words["unnegators"]), frozenset(words["boundaries"]))

    def denies(self, found: Sequence[Token], first: int, last: int) -> bool:
        """Whether tokens ``first`` to ``last`` are denied, by a word before them in their clause or "no" after them."""
        return self.since(found, first) is not None or self._follows(found, last)

    def _follows(self, found: Sequence[Token], last: int) -> bool:
        """A negator with nothing between it and the end of the clause: "por avión no, en barco"."""
        hit = self.negators.at(found, last + 1) if last + 1 < len(found) else None
        return hit is not None and (hit.last + 1 == len(found) or found[hit.last + 1].text in _CLAUSE_ENDS)

    def since(self, found: Sequence[Token], first: int) -> int | None:
        """The token with which the denial of what begins at token ``first`` starts; None when it isn't denied."""
        for at in range(first - 1, max(-1, first - 1 - _FARTHEST_NEGATOR), -1):
            word = found[at].text
            if word in _CLAUSE_ENDS or word in self.boundaries:
                return None
            hit = self.negators.at(found, at)
            if hit is not None and hit.last < first:
                return at if found[hit.last + 1].text not in self.unnegators else None
        return None
