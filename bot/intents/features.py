"""The form in which the classifier sees a sentence, and the features that it counts."""

from __future__ import annotations

import re
import unicodedata

_REPEATED = re.compile(r"(.)\1{2,}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ADDRESS = re.compile(r"\S+@\S+")
_GAP = re.compile(r"[^a-z0-9?@+]+")
GRAM_SIZES = (2, 3, 4, 5)


def fold(text: str) -> str:
    """Lower case, no accents, numbers as 0, punctuation but ``?`` as one space, "síiii" as "sii"."""
    bare = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    bare = _NUMBER.sub("0", _ADDRESS.sub(" @ ", bare))
    return _GAP.sub(" ", _REPEATED.sub(r"\1\1", bare).replace("?", " ? ")).strip()


def features(text: str) -> set[str]:
    """Character n-grams inside padded words, words, and pairs of neighbouring words."""
    words = fold(text).split()
    found = {f"w:{word}" for word in words}
    found.update(f"p:{left} {right}" for left, right in zip(["^", *words], [*words, "$"]))
    for word in words:
        padded = f" {word} "
        for size in GRAM_SIZES:
            found.update(padded[at : at + size] for at in range(len(padded) - size + 1))
    return found
