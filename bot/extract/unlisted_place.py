"""Places that a message names and the table lacks: said as an answer to "where to?", or after "entregar en"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.extract.model import Context, Entity, Text
from bot.extract.phrases import Phrases
from bot.extract.tokens import SIGN, WORD, Token
from bot.extract.unsure import find_unsure
from bot.extract.words import languages, table

LONGEST_NAME_WORDS = 6
_AFTER_LATIN = 0x250
_CONNECTORS = frozenset(
    "de del d la el los las y i e o a do da dos das das en sur le les l of the on upon am an der di".split()
)
_END = re.compile(r"[,.;:!()\n]")


@dataclass(frozen=True)
class _Words:
    lead_in: Phrases[str]
    deliver: Phrases[str]
    strong: Phrases[str]
    no_name: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    rows = [table(language, "location") for language in languages()]

    def phrases(name: str) -> Phrases[str]:
        return Phrases([(phrase, name) for row in rows for phrase in row[name]])

    no_name = frozenset(word for row in rows for word in row["no_name"])
    return _Words(phrases("lead_in"), phrases("deliver"), phrases("strong"), no_name)


def find_unlisted(text: Text, found: Sequence[Token], context: Context) -> list[Entity]:
    """One location with ``unknown`` true, or none; only names that can't be anything else are taken."""
    if find_unsure(text, context):
        return []
    words = _words()
    if context.asked == "location":
        span = _answer(found) or _after(text, found, words.strong)
    else:
        span = _after(text, found, words.deliver)
    if span is None or not _is_latin(text.raw[span[0] : span[1]]):
        return []
    start, end = span
    name = _shown(text.raw[start:end])
    value: dict[str, Any] = {
        "name": name, "country": None, "region": None, "postal_code": None,
        "latitude": None, "longitude": None, "candidates": [], "unknown": True,
    }  # fmt: skip
    return [Entity("location", value, start, end)]


def _is_latin(name: str) -> bool:
    """Whether every letter is one of our alphabet: no table has names in another."""
    return all(ord(letter) < _AFTER_LATIN or not letter.isalpha() for letter in name)


def _answer(found: Sequence[Token]) -> tuple[int, int] | None:
    """The part of an answer that is left after its lead-in ("es en …"), when it looks like a name."""
    words, at = _words(), 0
    while at < len(found):
        hit = words.lead_in.starting_at(found, at)
        if hit is None and found[at].kind != SIGN:
            break
        at += hit[1] if hit is not None else 1
    taken = _run(found, at)
    is_led_in = at > 0
    name = [token for token in taken if token.kind == WORD]
    own = [token for token in name if token.text not in _CONNECTORS]
    if not own or not (is_led_in or len(own) <= 4):
        return None
    if any(token.text in words.no_name for token in name) or all(len(token.text) < 3 for token in own):
        return None
    return taken[0].start, taken[-1].end


def _run(found: Sequence[Token], at: int) -> list[Token]:
    """The words from ``at`` up to the end of the message or a sign, none when there are too many, or digits."""
    taken: list[Token] = []
    for token in found[at:]:
        if _END.match(token.text):
            break
        taken.append(token)
    rest = found[at + len(taken) :]
    is_question = any(token.text in "?¿" for token in found)
    is_long = len(taken) > LONGEST_NAME_WORDS or sum(token.kind == WORD for token in rest) > 2
    if is_question or is_long or any(token.kind not in (WORD, SIGN) for token in taken):
        return []
    return taken


def _after(text: Text, found: Sequence[Token], phrases: Phrases[str]) -> tuple[int, int] | None:
    """Capitalised words after "entregar en", "deliver to" and the like."""
    if text.raw.isupper():
        return None
    for at in range(len(found)):
        hit = phrases.starting_at(found, at)
        taken = (
            _titles(text, found[at + hit[1] : at + hit[1] + LONGEST_NAME_WORDS]) if hit is not None else []
        )
        if taken:
            return taken[0].start, taken[-1].end
    return None


def _titles(text: Text, found: Sequence[Token]) -> list[Token]:
    """The capitalised words at the beginning, with "de" and the like between them; none when they name no place."""
    taken: list[Token] = []
    for token in found:
        if not (_is_title(text, token) or (token.text in _CONNECTORS and token.kind == WORD)):
            break
        taken.append(token)
    while taken and not _is_title(text, taken[-1]):
        taken.pop()
    titles = [token for token in taken if _is_title(text, token) and token.text not in _CONNECTORS]
    is_name = any(len(token.text) > 2 and token.text not in _words().no_name for token in titles)
    return taken if is_name else []


def with_name_before(text: Text, found: Sequence[Token], start: int, floor: int) -> int:
    """Where an unlisted name begins that stands right before a known place: "Villatripas, Lugo"; else ``start``.

    It begins at offset ``floor`` or later, where the place before ends.
    """
    last = next((at for at, token in enumerate(found) if token.start >= start), len(found)) - 1
    if last >= 0 and found[last].text == ",":
        last -= 1
    first = last + 1
    while first > 0 and last - first < LONGEST_NAME_WORDS and found[first - 1].kind == WORD:
        if found[first - 1].start < floor:
            break
        if not _is_title(text, found[first - 1]) and found[first - 1].text not in _CONNECTORS:
            break
        first -= 1
    for at in range(first, last + 1):
        taken = _titles(text, found[at : last + 1])
        is_led = at == 0 or _words().strong.ending_at(found, at - 1) is not None
        if is_led and len(taken) == last + 1 - at:
            return found[at].start
    return start


def _is_title(text: Text, token: Token) -> bool:
    return token.kind == WORD and text.raw[token.start].isupper()


def _shown(name: str) -> str:
    """The name with capitals where people leave them out."""
    if not name.islower():
        return name
    words = name.split(" ")
    return " ".join(
        word if word in _CONNECTORS and at else word[:1].upper() + word[1:] for at, word in enumerate(words)
    )
