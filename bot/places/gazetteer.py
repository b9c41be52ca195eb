"""Place names looked up in places.tsv.gz: who is meant, and who else could be.

The table stays packed lines in memory (about 27,000 names in under 15 MB); a line is read when its name is met.
"""

from __future__ import annotations

import gzip
import re
import string
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bot.extract.model import fold

FOLDER = Path(__file__).resolve().parent
# Keys of countries and states by their ISO code: "@pt".
CODE = "@"
COUNTRY, REGION, AREA, CITY, WHOLE = "country", "region", "area", "city", "whole"

_SOUNDS_LIKE = {"s": "zc", "z": "s", "b": "v", "v": "b", "c": "ksz", "k": "c", "g": "j", "j": "g"}

# Our prospects are Spain's and Europe's: a name counts for more there. One reading is taken alone when it outweighs
# the next one by CLEAR; "Valencia" (ES 0.8 M × 5, VE 1.6 M) stays in doubt, "Barcelona" (ES 1.6 M × 5, VE 0.8 M) doesn't.
HOME, HOME_BIAS, NEAR_BIAS, CLEAR, MOST_CANDIDATES = "ES", 5, 2, 4, 4
# A town at home of that many people is asked about, however large its namesake abroad is.
HOME_FLOOR = 5_000
NEAR = frozenset("PT FR DE IT GB IE BE NL LU AT CH PL CZ DK SE FI NO GR HU RO BG HR SI SK EE LV LT".split())


def key_of(name: str) -> str:
    """The name as it is looked up: folded words with one space between."""
    return " ".join(re.findall(r"[^\W_]+", fold(name.replace("ß", "ss"))))


class Place(NamedTuple):
    """A row of the table; ``names`` in Spanish and, where it differs, in English; ``region`` is ISO 3166-2 or empty, ``tier`` 3 for a place that anybody knows."""

    names: tuple[str, ...]
    country: str
    region: str
    latitude: float
    longitude: float
    weight: int
    kind: str
    tier: int

    def name(self, language: str) -> str:
        """The name to show to somebody who writes in that language."""
        return self.names[0 if language == "es" else -1]

    @property
    def bias(self) -> int:
        return HOME_BIAS if self.country == HOME else NEAR_BIAS if self.country in NEAR else 1


class Gazetteer:
    """All places by their folded names."""

    def __init__(self, lines: list[str], confusable: frozenset[str]) -> None:
        self._lines: list[str] = []
        self._rows: dict[str, tuple[int, ...] | int] = {}
        self._common: set[str] = set()
        self._longest: dict[str, int] = {}
        self._confusable = confusable
        self._countries: dict[str, Place] = {}
        for line in lines:
            row, _, keys = line.rpartition("\t")
            self._lines.append(row)
            for key in keys.split("|"):
                self._add(key.lstrip("~"), is_common=key[0] == "~")

    def _add(self, key: str, *, is_common: bool) -> None:
        at = len(self._lines) - 1
        before = self._rows.get(key)
        self._rows[key] = at if before is None else (*((before,) if isinstance(before, int) else before), at)
        if is_common:
            self._common.add(key)
        words = key.count(" ") + 1
        first = key.partition(" ")[0]
        if words > 1 and words > self._longest.get(first, 1):
            self._longest[first] = words

    def __len__(self) -> int:
        return len(self._rows)

    def longest(self, first_word: str) -> int:
        """The most words that a name beginning with this word has; 1 when no longer name does."""
        return self._longest.get(first_word, 1)

    def is_common(self, key: str) -> bool:
        """Whether the name is also an everyday word."""
        return key in self._common

    def __contains__(self, key: str) -> bool:
        return key in self._rows

    def places(self, key: str) -> list[Place]:
        """The places of that name, the likeliest first; none when the name is unknown."""
        rows = self._rows.get(key, ())
        found = [_place(self._lines[at]) for at in ((rows,) if isinstance(rows, int) else rows)]
        return sorted(found, key=lambda place: -place.weight * place.bias)

    def country(self, code: str) -> Place | None:
        """The country of an ISO 3166-1 code."""
        if not self._countries:
            places = (_place(line) for line in self._lines if f"\t{COUNTRY}\t" in line)
            self._countries = {place.country: place for place in places}
        return self._countries.get(code)

    def mended(self, key: str) -> str | None:
        """The well-known name one typing error away, when there's just one and the word isn't one of its own."""
        if len(key) < 5 or key in self._rows or key in self._confusable:
            return None
        names = {edit for edit in _edits(key) if edit in self._rows and len(edit) >= 5}
        names = {name for name in names if name.count(" ") == key.count(" ")}
        known = {name for name in names if self.places(name)[0].tier > 1}
        best = {name for name in known if self.places(name)[0].tier > 2} or known
        return best.pop() if len(best) == 1 else None


def meant(places: list[Place]) -> tuple[Place, list[Place]]:
    """The likeliest place, and all that could be meant when it is a real doubt (else an empty list)."""
    first, *others = places
    weight = first.weight * first.bias
    doubtful = [other for other in others if other.weight * other.bias * CLEAR > weight]
    is_away = first.country != HOME and first.kind != COUNTRY
    home = [other for other in others if is_away and other.country == HOME and other.weight >= HOME_FLOOR]
    rivals = [other for other in others if other in doubtful or other in home]
    choice = sorted([first, *rivals], key=lambda place: place.country != HOME)
    return first, choice[:MOST_CANDIDATES] if rivals else []


def _place(line: str) -> Place:
    names, country, region, latitude, longitude, weight, kind, tier = line.split("\t")
    return Place(
        tuple(names.split("|")),
        country,
        region,
        float(latitude),
        float(longitude),
        int(weight),
        kind,
        int(tier),
    )


def _edits(word: str) -> set[str]:
    """What is one error away; a first letter is only confused with one that sounds like it."""
    halves = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    letters = string.ascii_lowercase
    fewer = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    alike = {letter + word[1:] for letter in _SOUNDS_LIKE.get(word[0], "")}
    dumb = {"h" + word} if word[0] in "aeiou" else set()
    return (
        fewer
        | swapped
        | alike
        | dumb
        | {a + c + rest for a, b in halves for c in letters for rest in (b, b[1:])}
    )


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The shipped table, read on the first call (0.1 s)."""
    lines = gzip.decompress((FOLDER / "places.tsv.gz").read_bytes()).decode().splitlines()
    words = gzip.decompress((FOLDER / "confusables.txt.gz").read_bytes()).decode().splitlines()
    return Gazetteer(lines, frozenset(words))
