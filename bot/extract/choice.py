"""The option of the last offer that the prospect types: "A", "la b", "me quedo con la segunda"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.extract.model import Context, Entity, Text
from bot.extract.phrase_hits import Hit, Negation, PhraseTable, merged_table, phrase_tokens
from bot.extract.tokens import SIGN, Token
from bot.extract.words import languages, table

LAST_OPTION = "C"
CLAUSE_ENDS = frozenset(",.;:!")


class _Words(NamedTuple):
    options: PhraseTable
    leads: PhraseTable
    takes: PhraseTable
    after: PhraseTable
    negation: Negation


@lru_cache(maxsize=1)
def _words() -> _Words:
    rows = [table(language, "choice") for language in languages()]
    options = [
        (phrase, letter.upper())
        for row in rows
        for letter, phrases in row["options"].items()
        for phrase in phrases
    ]
    options += [(phrase, LAST_OPTION) for row in rows for phrase in row["last"]]
    other = merged_table("choice", ("leads", "takes", "after"))
    leads, takes, after = (PhraseTable((p, key) for p in other[key]) for key in ("leads", "takes", "after"))
    return _Words(PhraseTable(options), leads, takes, after, Negation.of("choice"))


def find_choices(text: Text, context: Context) -> list[Entity]:
    """The option chosen, A to C, when an offer lies on the table; none when two are named, or one is refused.

    An option counts when nothing but words of choosing stands around it, or when "opción" stands before it.
    """
    if "offer" not in (context.phase, context.asked):
        return []
    found, words = phrase_tokens(text), _words()
    chosen: dict[str, Entity] = {}
    at = 0
    while at < len(found):
        hit = _option_at(text, found, at, words)
        if hit is not None and not words.negation.denies(found, hit.first, hit.last):
            chosen.setdefault(hit.meaning, Entity("choice", {"option": hit.meaning}, hit.start, hit.end))
        at = hit.last + 1 if hit is not None else at + 1
    return list(chosen.values()) if len(chosen) == 1 else []


def _option_at(text: Text, found: Sequence[Token], at: int, words: _Words) -> Hit | None:
    hit = words.options.at(found, at)
    if hit is None:
        return None
    lead = _ending_before(found, at, words.leads)
    ends = CLAUSE_ENDS if lead is not None or text.raw[hit.start] in "BC" else frozenset[str]()
    first = at if lead is None else lead
    is_alone = _is_left_free(found, first, words, ends) and _is_right_free(found, hit.last, words, ends)
    is_named = (
        lead is not None and found[at].kind != SIGN and found[lead].text not in ("a", "la", "el", "lo", "the")
    )
    is_letter = len(found[at].text) == 1 and text.raw[hit.start].isupper() and lead is not None
    return hit if is_alone or is_named or is_letter else None


def _ending_before(found: Sequence[Token], at: int, phrases: PhraseTable) -> int | None:
    """The first token of the longest phrase that ends right before token ``at``."""
    for first in range(max(0, at - 4), at):
        hit = phrases.at(found, first)
        if hit is not None and hit.last == at - 1:
            return first
    return None


def _is_left_free(found: Sequence[Token], at: int, words: _Words, ends: frozenset[str]) -> bool:
    while at > 0:
        if found[at - 1].text in ends:
            return True
        before = at - 1 if found[at - 1].kind == SIGN else _ending_before(found, at, words.takes)
        if before is None:
            return False
        at = before
    return True


def _is_right_free(found: Sequence[Token], last: int, words: _Words, ends: frozenset[str]) -> bool:
    at = last + 1
    while at < len(found):
        if found[at].text in ends or words.negation.negators.at(found, at) is not None:
            return True
        hit = words.after.at(found, at)
        if hit is None and found[at].kind != SIGN:
            return False
        at = hit.last + 1 if hit is not None else at + 1
    return True
