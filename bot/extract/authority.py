"""Whether the prospect decides alone, shares the decision, or asks for somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.extract.model import Context, Entity, Text
from bot.extract.phrase_hits import Hit, PhraseTable, merged_table, phrase_tokens
from bot.extract.tokens import WORD, Token

DECIDES, SHARES, NONE, RUNS = "decides", "shares", "none", "runs"


class _Words(NamedTuple):
    anywhere: PhraseTable
    asked: PhraseTable
    bare: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    kinds = (SHARES, NONE, DECIDES, RUNS)
    rows = merged_table("authority", (*kinds, *(f"asked_{kind}" for kind in kinds), "bare"))
    anywhere = [(phrase, kind) for kind in kinds for phrase in rows[kind]]
    asked = [(phrase, kind) for kind in kinds for phrase in rows[f"asked_{kind}"]]
    return _Words(PhraseTable(anywhere), PhraseTable([*anywhere, *asked]), frozenset(rows["bare"]))


def find_authorities(text: Text, context: Context) -> list[Entity]:
    """One entity with the role, or none. "Yes" and "my boss" alone count only as answers to that question."""
    found = phrase_tokens(text)
    is_asked = context.asked == "authority"
    hits = (_words().asked if is_asked else _words().anywhere).hits(found)
    hits = [hit for hit in hits if not _goes_on(found, hit, hits) and not _is_other(hit, hits)]
    role = _role(hits, is_asked=is_asked)
    if role is None:
        return []
    return [Entity("authority", {"role": role}, hits[0].start, hits[-1].end)]


def _goes_on(found: Sequence[Token], hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a bare "yes" or "no" is the beginning of something else: "no sé"."""
    following = hit.last + 1
    if found[hit.first].text not in _words().bare or hit.last > hit.first or following == len(found):
        return False
    return found[following].kind == WORD and all(other.first != following for other in hits)


def _is_other(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether "director" is the end of "lo aprueba el director"."""
    return hit.meaning == DECIDES and any(
        other.meaning == NONE and other.last == hit.first - 1 for other in hits
    )


def _role(hits: list[Hit], *, is_asked: bool) -> str | None:
    """One role for all that was said: who runs it for somebody else who decides shares the decision."""
    kinds = {hit.meaning for hit in hits}
    if SHARES in kinds:
        return SHARES
    if NONE in kinds:
        return SHARES if RUNS in kinds or _is_yes_and_other(hits) else NONE
    if DECIDES in kinds:
        return DECIDES
    return DECIDES if RUNS in kinds and is_asked else None


def _is_yes_and_other(hits: list[Hit]) -> bool:
    """ "Yo y mi jefe", "decido yo pero lo firma dirección": somebody decides after or beside the prospect."""
    return any(hit.meaning == DECIDES for hit in hits)
