"""That the prospect doesn't know, or leaves an answer open."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from bot.extract.model import Context, Entity, Text
from bot.extract.phrase_hits import PhraseTable, merged_table, phrase_tokens
from bot.extract.words import languages, table


class _Words(NamedTuple):
    anywhere: PhraseTable[None]
    asked_only: PhraseTable[None]
    about: PhraseTable[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    rows = merged_table("unsure", ("anywhere", "asked_only"))
    about = [
        (phrase, stem)
        for language in languages()
        for stem, phrases in table(language, "unsure")["about"].items()
        for phrase in phrases
    ]
    anywhere, asked_only = (PhraseTable((p, None) for p in rows[key]) for key in ("anywhere", "asked_only"))
    return _Words(anywhere, asked_only, PhraseTable(about))


def find_unsure(text: Text, context: Context) -> list[Entity]:
    """One entity when something is left open; ``about`` is the answer that the message names, or null."""
    found, words = phrase_tokens(text), _words()
    hits = words.anywhere.hits(found)
    whole = words.asked_only.whole(found) if context.asked and not hits else None
    if whole is not None:
        hits = [whole]
    if not hits:
        return []
    named = {hit.meaning for hit in words.about.hits(found)}
    about = named.pop() if len(named) == 1 else None
    return [Entity("unsure", {"about": about}, hits[0].start, hits[-1].end)]
