"""That the prospect doesn't know, or leaves an answer open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.extract.model import Context, Entity, Text
from bot.extract.phrase_hits import PhraseTable, merged_table, phrase_tokens
from bot.extract.tokens import Token
from bot.extract.words import languages, table


class _Words(NamedTuple):
    anywhere: PhraseTable
    asked_only: PhraseTable
    about: PhraseTable
    not_followed_by: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    rows = merged_table("unsure", ("anywhere", "asked_only", "not_followed_by"))
    about = [
        (phrase, stem)
        for language in languages()
        for stem, phrases in table(language, "unsure")["about"].items()
        for phrase in phrases
    ]
    anywhere, asked_only = (PhraseTable((p, p) for p in rows[key]) for key in ("anywhere", "asked_only"))
    return _Words(anywhere, asked_only, PhraseTable(about), frozenset(rows["not_followed_by"]))


def find_unsure(text: Text, context: Context) -> list[Entity]:
    """One entity when something is left open; ``about`` is the answer that the message names, or null."""
    found, words = phrase_tokens(text), _words()
    hits = [hit for hit in words.anywhere.hits(found) if not _goes_on(found, hit.last, words)]
    whole = words.asked_only.whole(found) if context.asked and not hits else None
    if whole is not None:
        hits = [whole]
    if not hits:
        return []
    named = {hit.meaning for hit in words.about.hits(found)}
    about = named.pop() if len(named) == 1 else None
    return [Entity("unsure", {"about": about}, hits[0].start, hits[-1].end)]


def _goes_on(found: Sequence[Token], last: int, words: _Words) -> bool:
    """Whether what isn't known is something else: "no sé si podéis"."""
    return last + 1 < len(found) and found[last + 1].text in words.not_followed_by
