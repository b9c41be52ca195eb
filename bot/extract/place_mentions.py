"""Names of places in a message, each with what speaks for it being meant as a place.

Names are found by looking up runs of words; whether "granada" is a city or a fruit is then told by the words before it,
capitals, the open question, and how well known the place is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from bot.extract.model import Context, Text
from bot.extract.phrases import Phrases
from bot.extract.tokens import SIGN, WORD, Token
from bot.extract.words import languages, table
from bot.places.gazetteer import CODE, COUNTRY, HOME, Gazetteer, Place, gazetteer

STRONG, WEAK, STREET, PERSON, ORIGIN = "strong", "weak", "street", "person", "origin"
# Looking for typing errors is dear: in a longer answer, only what follows a preposition is looked at.
LONGEST_ANSWER_TOKENS = 8
SHORT_ANSWER_TOKENS = 4
_JOINTS = {"", "-", "'", "’", ".", "·", "–"}


class Name(NamedTuple):
    """Tokens ``first`` to ``last`` (inclusive) are a name in the table; ``key`` is its look-up form."""

    first: int
    last: int
    key: str
    is_mended: bool = False


@dataclass(frozen=True)
class PlaceWords:
    """The word tables of all languages, ready to be looked up."""

    before: Phrases[str]
    negators: frozenset[str]
    copulas: frozenset[str]
    joiners: Phrases[str]
    inside: frozenset[str]
    articles: frozenset[str]
    links: frozenset[str]
    street_after: frozenset[str]
    postal: Phrases[str]
    no_name: frozenset[str]


@lru_cache(maxsize=1)
def place_words() -> PlaceWords:
    """The tables ``bot/words/<language>/location.yml``, merged: prospects mix languages."""
    rows: list[dict[str, Any]] = [table(language, "location") for language in languages()]
    kinds = ((STRONG, "strong"), (WEAK, "weak"), (STREET, "street"), (PERSON, "person"), (ORIGIN, "origin"))
    before = [(phrase, kind) for row in rows for kind, name in kinds for phrase in row[name]]
    streets = [
        (f"{street} {join}", STREET)
        for row in rows
        for street in row["street"]
        for join in row["street_joins"]
    ]

    def words(name: str) -> frozenset[str]:
        return frozenset(word for row in rows for word in row.get(name, []))

    return PlaceWords(
        before=Phrases([*before, *streets]),
        negators=words("negators"),
        copulas=words("copulas"),
        joiners=Phrases([(phrase, phrase) for row in rows for phrase in row["joiners"]]),
        inside=words("inside"),
        articles=words("articles"),
        links=words("links"),
        street_after=words("street_after"),
        postal=Phrases([(phrase, phrase) for row in rows for phrase in row["postal"]]),
        no_name=words("no_name"),
    )


def names(text: Text, found: Sequence[Token], places: Gazetteer) -> list[Name]:
    """Every longest run of words that is a name in the table, from left to right, without overlaps."""
    listed: list[Name] = []
    at = 0
    while at < len(found):
        name = None
        if found[at].kind == WORD:
            name = _name_at(text, found, at, places) or _code_at(text, found[at], at, places)
        if name is not None:
            listed.append(name)
        at = name.last + 1 if name is not None else at + 1
    return listed


def _name_at(text: Text, found: Sequence[Token], at: int, places: Gazetteer) -> Name | None:
    key = found[at].text.replace("ß", "ss")
    best = Name(at, at, key) if key in places else None
    words, last = 1, at
    longest = places.longest(key)
    while words < longest:
        following = _next_word(text, found, last)
        if following is None:
            break
        last, words = following, words + 1
        key = f"{key} {found[last].text}"
        if key in places:
            best = Name(at, last, key)
    return best


def _code_at(text: Text, token: Token, at: int, places: Gazetteer) -> Name | None:
    """A country or a state by its ISO code in capitals, unless all the message is in capitals."""
    if token.end - token.start != 2 or not text.raw[token.start : token.end].isupper():
        return None
    is_shouted = text.raw.isupper() and len(text.raw.strip()) > 2
    return Name(at, at, CODE + token.text) if not is_shouted and CODE + token.text in places else None


def _next_word(text: Text, found: Sequence[Token], at: int) -> int | None:
    following = at + 1
    while following < len(found) and following <= at + 2 and found[following].kind == SIGN:
        following += 1
    if following >= len(found) or found[following].kind != WORD:
        return None
    gap = text.folded[found[at].end : found[following].start].strip()
    return following if gap in _JOINTS else None


class Evidence(NamedTuple):
    """What speaks for a name: ``before`` is STRONG, WEAK, STREET, PERSON, ORIGIN or empty.

    ``start`` is the offset of the name with words such as "al sur de" that belong to it.
    """

    before: str
    start: int
    is_negated: bool
    is_capital: bool
    follows_capital: bool
    is_bounded: bool
    has_article: bool
    is_cut: bool
    is_short: bool
    starts_message: bool


def evidence(text: Text, found: Sequence[Token], name: Name, last: int) -> Evidence:
    """The surroundings of a name that, with what is joined to it, ends at token ``last``."""
    words = place_words()
    before = name.first - 1
    hit = words.before.ending_at(found, before)
    if (hit is None or hit[0] == WEAK) and before >= 0 and found[before].text in words.articles:
        further = words.before.ending_at(found, before - 1)
        hit, before = (further, before - 1) if further is not None else (hit, before)
    kind, length = hit if hit is not None else ("", 0)
    after = found[last + 1] if last + 1 < len(found) else None
    if after is not None and after.text in words.street_after:
        kind = STREET
    previous = found[name.first - 1] if name.first else None
    follows_capital = previous is not None and not kind and _is_title(text, previous)
    return Evidence(
        before=kind,
        start=found[before - length + 1].start if length > 2 else found[name.first].start,
        is_negated=_is_negated(found, before - length, last, words),
        is_capital=text.raw[found[name.first].start].isupper(),
        follows_capital=follows_capital,
        is_bounded=after is None or after.kind != WORD or _opens(found, last + 1, words),
        is_cut=after is not None and _goes_on(found, last + 1, words),
        is_short=len(found) <= SHORT_ANSWER_TOKENS,
        has_article=name.first > 0 and found[name.first - 1].text in words.articles,
        starts_message=name.first == 0,
    )


def _is_negated(found: Sequence[Token], before: int, last: int, words: PlaceWords) -> bool:
    """Whether "no" stands right before, or after at the end of a clause: "a Vigo no, a Lugo"."""
    if before > 0 and found[before].text in words.copulas:
        before -= 1
    if before >= 0 and found[before].text in words.negators:
        return True
    if last + 1 >= len(found) or found[last + 1].text not in words.negators:
        return False
    return last + 2 == len(found) or found[last + 2].kind == SIGN


def _goes_on(found: Sequence[Token], at: int, words: PlaceWords) -> bool:
    """Whether "de" and a word follow, as in a longer name that the table lacks: "Zahara de los Atunes"."""
    return found[at].text in words.links and at + 1 < len(found) and found[at + 1].kind == WORD


def _opens(found: Sequence[Token], at: int, words: PlaceWords) -> bool:
    return (
        any(words.before.ending_at(found, at + more) for more in (0, 1)) or found[at].text in words.negators
    )


def _is_title(text: Text, token: Token) -> bool:
    return token.kind == WORD and text.raw[token.start].isupper() and not text.raw.isupper()


def is_listed_after(found: Sequence[Token], last: int, first: int) -> bool:
    """Whether only commas and joiners stand between token ``last`` and token ``first``: "Vigo, Lugo y a Orense"."""
    at = last + 1
    while 0 <= at < first:
        hit = place_words().joiners.starting_at(found, at)
        if hit is None and found[at].text not in (",", "/", "+", ";"):
            return False
        at += hit[1] if hit is not None else 1
    return at == first and first > last + 1


def mended(
    text: Text, found: Sequence[Token], listed: Sequence[Name], table: Gazetteer, context: Context
) -> list[Name]:
    """Well-known names with one typing error, where a place is expected."""
    taken = {at for name in listed for at in range(name.first, name.last + 1)}
    made: list[Name] = []
    for at, token in enumerate(found):
        if token.kind != WORD or at in taken or not _is_expected(text, found, at, context):
            continue
        key, last = token.text, at
        following = _next_word(text, found, at)
        if table.longest(key) > 1 and following is not None and following not in taken:
            key, last = f"{key} {found[following].text}", following
        meant = table.mended(key)
        if meant is not None and (context.asked == "location" or table.places(meant)[0].country == HOME):
            made.append(Name(at, last, meant, is_mended=True))
    return made


def _is_expected(text: Text, found: Sequence[Token], at: int, context: Context) -> bool:
    words = place_words()
    if found[at].text in words.no_name:
        return False
    if context.asked == "location" and len(found) <= LONGEST_ANSWER_TOKENS:
        return True
    hit = words.before.ending_at(found, at - 1)
    if hit is None or hit[0] != STRONG:
        return False
    return len(found[at].text) > (5 if text.raw[found[at].start].isupper() else 6)


def is_meant(
    name: Name, likeliest: Place, seen: Evidence, context: Context, *, is_listed: bool, is_supported: bool
) -> bool:
    """Whether the name is meant as a place.

    It ``is_listed`` when it follows another place ("Vigo, Lugo y …"), and ``is_supported`` when its country, region or
    postal code stands next to it.
    """
    if seen.before in (STREET, PERSON, ORIGIN) or seen.is_negated:
        return False
    if is_supported:
        return True
    if likeliest.tier == 1 and seen.is_cut:
        return False
    if name.key.startswith(CODE):
        return context.asked == "location" or (seen.before == STRONG and likeliest.bias > 1)
    is_common = gazetteer().is_common(name.key)
    if seen.before == STRONG or is_listed:
        return _is_meant_after_preposition(likeliest, seen, context, is_common=is_common)
    if context.asked == "location":
        # After "de" a small place may be the end of a longer name that the table lacks: "Vallehondo del Páramo".
        is_tail = seen.before == WEAK and likeliest.tier == 1
        return not is_tail and (not is_common or seen.is_bounded or seen.is_capital)
    if seen.follows_capital or context.asked == "contact" or name.is_mended:
        return False
    return _is_meant_alone(likeliest, seen, is_common=is_common)


def _is_meant_after_preposition(
    likeliest: Place, seen: Evidence, context: Context, *, is_common: bool
) -> bool:
    if seen.has_article and not (seen.is_capital or seen.is_bounded):
        return False
    if likeliest.tier == 1 and likeliest.bias == 1 and context.asked != "location":
        return seen.is_capital
    if not is_common:
        return likeliest.tier > 1 or seen.is_capital or seen.is_bounded
    if seen.is_capital and (seen.is_bounded or likeliest.tier > 2):
        return True
    is_answer = context.asked == "location" and (likeliest.tier > 1 or seen.is_short)
    return seen.is_bounded and (likeliest.tier > 2 or is_answer)


def _is_meant_alone(likeliest: Place, seen: Evidence, *, is_common: bool) -> bool:
    is_plain = seen.is_capital or seen.is_bounded or likeliest.country == HOME
    if seen.before == WEAK:
        return likeliest.tier > 1 and is_plain and (seen.is_capital or not is_common)
    if is_common:
        return likeliest.tier > 2 and seen.is_capital and not seen.starts_message
    is_near = seen.is_capital or likeliest.bias > 1 or likeliest.kind == COUNTRY
    return is_near and is_plain and (likeliest.tier > 2 or (likeliest.tier > 1 and seen.is_bounded))
