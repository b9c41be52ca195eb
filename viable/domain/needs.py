"""Which product family a prospect's words mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA, Levenshtein

from viable.domain.products import Family

LONG_WORD = 6
"""Letters from which one wrong letter still leaves a word recognisable."""
VERY_LONG_WORD = 9
"""Letters from which two do."""
SHORTEST_TO_FORGIVE = 4
VOWELS = frozenset("aeiou")
JOINING = re.compile(r"a|con|de|del|el|en|for|in|la|las|los|of|para|the|una?|with|y|and")
"""Words that join others and tell no product from another, in any language that synonyms are in."""
SHORTEST_TELLING_WORD = 3
WINDOW = 3
"""Words that may stand between the words of one synonym ("cajas fuertes para el envío")."""


@dataclass(frozen=True, slots=True)
class _Match:
    family: str
    synonym: tuple[str, ...]
    words: frozenset[int]
    distance: int


def match_need(text: str, families: Sequence[Family], language: str) -> list[str]:
    """Family ids that the text may mean, likeliest first; several when it is ambiguous.

    Words of the given language are looked for first, then those of the others. A synonym inside a longer
    one that also matches says nothing ("caja" in "caja de envío"), and a family that is only named by a
    word shared between families yields to one that is named by its own.
    """
    words = _words(text)
    languages = [language, *sorted({key for f in families for key in f.synonyms} - {language})]
    for group in ([languages[0]], languages[1:]):
        matches = [match for family in families for match in _matches(family, group, words)]
        if matches:
            return _ranked(_without_covered(matches))
    return []


def names_not_made(text: str, not_made: Mapping[str, Sequence[str]]) -> bool:
    """True when the text names something that is known not to be made, in any language."""
    said = f" {' '.join(_words(text))} "
    names = (" ".join(_words(name)) for names in not_made.values() for name in names)
    return any(f" {name} " in said for name in names if name)


def match_offered(text: str, families: Sequence[Family], language: str) -> list[str]:
    """Family ids that a reply to "which of these?" may mean: one word that only one of their names has is enough."""
    words = {word for word in _words(text) if len(word) > SHORTEST_TELLING_WORD}
    names = {family.id: set(_words(family.names.get(language, ""))) for family in families}
    return [
        family
        for family, own in names.items()
        if words & (own - set().union(*(other for id_, other in names.items() if id_ != family)))
    ]


def _ranked(matches: Sequence[_Match]) -> list[str]:
    owners: dict[tuple[str, ...], set[str]] = {}
    for match in matches:
        owners.setdefault(match.synonym, set()).add(match.family)
    own = [match for match in matches if len(owners[match.synonym]) == 1]
    best = sorted(own or matches, key=lambda m: (-len(m.synonym), m.distance, min(m.words)))
    return list(dict.fromkeys(match.family for match in best))


def _without_covered(matches: Sequence[_Match]) -> list[_Match]:
    return [
        match
        for match in matches
        if not any(match.words < other.words for other in matches)
        and not any(match.words == other.words and match.distance > other.distance for other in matches)
    ]


def _matches(family: Family, languages: Iterable[str], words: Sequence[str]) -> Iterable[_Match]:
    for language in languages:
        for synonym in family.synonyms.get(language, ()):
            yield from _places(family.id, tuple(_words(synonym)), words)


def _places(family: str, synonym: tuple[str, ...], words: Sequence[str]) -> Iterable[_Match]:
    for start in range(len(words)):
        found: list[int] = []
        distance = 0
        for wanted in synonym:
            first = found[-1] + 1 if found else start
            reach = range(first, min(first + (WINDOW if found else 1), len(words)))
            hits = [(d, at) for at in reach if (d := _distance(words[at], wanted)) is not None]
            if not hits:
                break
            nearest, at = min(hits)
            found.append(at)
            distance += nearest
        else:
            yield _Match(family, synonym, frozenset(found), distance)


@lru_cache(maxsize=4096)
def _distance(word: str, wanted: str) -> int | None:
    """Edits between two words, None when they are too many for words of that length.

    Short words forgive a letter too many, two letters swapped and a vowel left out, never another letter or a missing
    consonant: neither "casas" nor "cajon" is "cajas", and "bolas" are no "bolsas".
    """
    if word == wanted:
        return 0
    if len(wanted) < SHORTEST_TO_FORGIVE or abs(len(word) - len(wanted)) > 2:
        return None
    edits: int = OSA.distance(word, wanted)
    if len(wanted) >= LONG_WORD:
        return edits if edits <= (2 if len(wanted) >= VERY_LONG_WORD else 1) else None
    if edits > 1:
        return None
    is_swapped = len(word) == len(wanted) and Levenshtein.distance(word, wanted) > 1
    lacks_vowel = any(
        word == wanted[:at] + wanted[at + 1 :] for at, letter in enumerate(wanted) if letter in VOWELS
    )
    return 1 if is_swapped or lacks_vowel or len(word) > len(wanted) else None


def _words(text: str) -> list[str]:
    """Stems of the words without accents and case; those that only join others are left out."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return [_stem(word) for word in re.findall(r"[^\W_]+", letters) if not JOINING.fullmatch(word)]


def _stem(word: str) -> str:
    """Singular and plural alike: "cajas" and "caja", "cartones" and "cartón", "boxes" and "box"."""
    word = word.rstrip("s") if len(word) > 3 else word
    return word[:-1] if len(word) > 3 and word.endswith("e") else word
