"""Words and phrases that mean the same to the classifier, from `bot/words/<language>/concepts.yml`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import yaml

WORDS = Path(__file__).resolve().parent.parent / "words"
SHORTEST_STEM = 3
KNOWN = "_known"  # words that belong to the subject without saying what is wanted
Phrase = tuple[tuple[str, ...], str]


@lru_cache(maxsize=1)
def _phrases() -> tuple[dict[str, list[Phrase]], dict[str, list[Phrase]]]:
    """Phrases of all languages, by their first word and, where that is a stem, by the stem."""
    from bot.intents.features import fold

    whole: dict[str, list[Phrase]] = defaultdict(list)
    stems: dict[str, list[Phrase]] = defaultdict(list)
    for path in sorted(WORDS.glob("*/concepts.yml")):
        # BaseLoader: every word is text, "no" and "yes" too.
        table = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506
        for name, phrases in table.items():
            for phrase in phrases:
                is_stem = phrase.endswith("*")
                words = tuple(fold(phrase).split())
                by_first = stems if is_stem and len(words) == 1 else whole
                by_first[words[0]].append((words, name))
    for table in (whole, stems):
        for entries in table.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry[1] == KNOWN))
    return dict(whole), dict(stems)


def concepts_of(words: Sequence[str]) -> list[tuple[tuple[str, ...], int]]:
    """For each word the concepts that start there, longest phrase first, and that phrase's length in words."""
    return [_starting_at(words, at) for at in range(len(words))]


def _starting_at(words: Sequence[str], at: int) -> tuple[tuple[str, ...], int]:
    whole, stems = _phrases()
    word = words[at]
    found = [
        (len(phrase), name)
        for phrase, name in whole.get(word, ())
        if tuple(words[at : at + len(phrase)]) == phrase
    ]
    for length in range(SHORTEST_STEM, len(word) + 1):
        found += [(1, name) for _, name in stems.get(word[:length], ())]
    if not found:
        return (), 0
    return tuple(dict.fromkeys(name for _, name in found)), found[0][0]
