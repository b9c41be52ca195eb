"""The language of a message, with the page's language as what it is until the words say otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.extract.model import Text
from bot.extract.words import languages, table

# Weights of one piece of evidence. A function word alone turns the language, a content word ("boxes", "hola") doesn't
# quite, nor do the looks of any number of unknown words below three.
FUNCTION_WORD, PER_LETTER, LONGEST_BONUS = 1.0, 0.1, 0.4
CONTENT_WORD, ONE_LETTER, LETTER = 0.5, 0.4, 0.7
ENDING, CLUSTER, MOST_BY_LOOKS = 0.3, 0.1, 0.9
MARGIN = 0.6
_WORD = re.compile(r"(?<![\w@.])[^\W\d_]+(?![\w@]|\.\w)")
_APOSTROPHE = re.compile(r"['’]")


@dataclass(frozen=True)
class _Evidence:
    """What speaks for one language, words that others share left out."""

    function_words: frozenset[str]
    content_words: frozenset[str]
    endings: tuple[str, ...]
    clusters: re.Pattern[str]
    letters: frozenset[str]


def detect(text: str | Text, prior: str) -> str:
    """The language that the message is written in, or ``prior`` where its words don't tell ("ok", "Vigo", "500").

    Args:
        text: the message, raw or already folded.
        prior: the page's language, or the one of the conversation so far.
    """
    message = text if isinstance(text, Text) else Text(text)
    scores = dict.fromkeys(languages(), 0.0)
    evidence = _evidence()
    looks = dict(scores)
    for match in _WORD.finditer(_APOSTROPHE.sub(" ", message.folded)):
        _weigh(match.group(), message.raw[match.start()].isupper(), evidence, scores, looks)
    raw = message.raw.lower()
    for language, found in evidence.items():
        scores[language] += min(looks[language], MOST_BY_LOOKS)
        scores[language] += sum(LETTER for letter in found.letters if letter in raw)
    best, *others = sorted(scores, key=lambda language: (scores[language], language == prior), reverse=True)
    lead = scores[best] - max([scores[other] for other in others], default=0.0)
    return best if lead >= MARGIN else prior


def _weigh(
    word: str,
    is_capitalised: bool,
    evidence: dict[str, _Evidence],
    scores: dict[str, float],
    looks: dict[str, float],
) -> None:
    is_known = False
    for language, found in evidence.items():
        if word in found.function_words:
            bonus = min((len(word) - 2) * PER_LETTER, LONGEST_BONUS)
            scores[language] += ONE_LETTER if len(word) == 1 else FUNCTION_WORD + bonus
            is_known = True
        elif word in found.content_words:
            scores[language] += CONTENT_WORD
            is_known = True
    if is_known or is_capitalised or len(word) < 4:  # names look like any language
        return
    for language, found in evidence.items():
        looks[language] += ENDING * word.endswith(found.endings) + CLUSTER * len(found.clusters.findall(word))


@lru_cache(maxsize=1)
def _evidence() -> dict[str, _Evidence]:
    tables = {language: table(language, "language") for language in languages()}
    known = {language: {*row["function_words"], *row["content_words"]} for language, row in tables.items()}
    result = {}
    for language, row in tables.items():
        shared = {word for other, words in known.items() if other != language for word in words}
        result[language] = _Evidence(
            function_words=frozenset(row["function_words"]) - shared,
            content_words=frozenset(row["content_words"]) - shared,
            endings=tuple(row["endings"]),
            clusters=re.compile("|".join(sorted(row["clusters"], key=len, reverse=True))),
            letters=frozenset(chr(int(code, 16)) for code in row["letters"]),
        )
    return result
