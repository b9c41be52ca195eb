"""The form in which the classifier sees a sentence, and the features that it finds there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.intents.concepts import KNOWN, concepts_of

_REPEATED = re.compile(r"(.)\1{2,}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ADDRESS = re.compile(r"\S+@\S+")
_SIGNS = str.maketrans(
    {"👍": " ok ", "👌": " ok ", "✅": " ok ", "🆗": " ok ", "👎": " no ", "❌": " no ", "🙏": " gracias "}
)
_GAP = re.compile(r"[^a-z0-9?@]+")
GRAM_SIZES = (2, 3, 4, 5)

HIDDEN = frozenset({"contact", "location", "money", "number", "timeline", "volume"})


@dataclass(frozen=True)
class Span:
    """A value read from ``text[start:end]``; `name` is the entity's, ``is_listed`` false for a place of no table."""

    name: str
    start: int
    end: int
    is_listed: bool = True


def fold(text: str) -> str:
    """Lower case, no accents, numbers as 0, punctuation but ``?`` as one space, "síiii" as "sii"."""
    bare = unicodedata.normalize("NFKD", text.translate(_SIGNS).lower()).encode("ascii", "ignore").decode()
    bare = _NUMBER.sub("0", _ADDRESS.sub(" @ ", bare))
    return _GAP.sub(" ", _REPEATED.sub(r"\1\1", bare).replace("?", " ? ")).strip()


def words_of(text: str, spans: Sequence[Span] = ()) -> list[str]:
    """The folded words; a value whose words tell nothing about the intent is one word: ``<its kind>``."""
    words: list[str] = []
    at = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.name in HIDDEN and span.start >= at and span.end > span.start:
            words += [*fold(text[at : span.start]).split(), f"<{span.name}>"]
            at = span.end
    return words + fold(text[at:]).split()


def features(text: str, spans: Sequence[Span] = ()) -> set[str]:
    """What is true of the sentence: words, pairs, concepts and their pairs, values' kinds, character n-grams."""
    words = words_of(text, spans)
    found = {f"w:{word}" for word in words}
    found.update(f"e:{span.name}" for span in spans)
    found.update(f"p:{left} {right}" for left, right in _pairs(words))
    matched = concepts_of(words)
    named = sorted({name for names, _ in matched for name in names})
    named = [name for name in named if name != KNOWN]
    found.update(f"c:{name}" for name in named)
    found.add(f"u:{min(_strangers(words, matched), 4)}")
    found.update(f"k:{left}+{right}" for left, right in combinations(named, 2))
    skeleton = _skeleton(words, matched)
    found.update(f"s:{left} {right}" for left, right in _pairs(skeleton))
    found.add(f"f:{skeleton[0] if skeleton else ''}")
    found.add(f"l:{min(len(words), 8)}")
    found.update(gram for word in words if word[0] != "<" for gram in _grams(f" {word} "))
    return found


def _pairs(words: Sequence[str]) -> Iterable[tuple[str, str]]:
    return zip(("^", *words), (*words, "$"), strict=True)


def _skeleton(words: Sequence[str], matched: Sequence[tuple[tuple[str, ...], int]]) -> list[str]:
    """The words with each concept in the place of the words that carry it."""
    skeleton: list[str] = []
    at = 0
    while at < len(words):
        names, length = matched[at]
        skeleton.append(names[0].upper() if names and names[0] != KNOWN else words[at])
        at += max(length, 1)
    return skeleton


def strangers_in(text: str, spans: Sequence[Span] = ()) -> int:
    """How many words of the sentence neither a value nor a table covers."""
    words = words_of(text, spans)
    return _strangers(words, concepts_of(words))


def _strangers(words: Sequence[str], matched: Sequence[tuple[tuple[str, ...], int]]) -> int:
    """How many words belong to no concept: prospects speak of packaging in words that the tables know."""
    covered = 0
    strangers = 0
    for at, (names, length) in enumerate(matched):
        if names:
            covered = max(covered, at + length)
        elif at >= covered and words[at][0] != "<":
            strangers += 1
    return strangers


def _grams(padded: str) -> Iterable[str]:
    for size in GRAM_SIZES:
        for at in range(len(padded) - size + 1):
            yield padded[at : at + size]
