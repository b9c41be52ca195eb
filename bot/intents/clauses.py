"""A message cut into the clauses that may each want something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).resolve().parent.parent / "words"
MOST_CLAUSES = 24  # more full stops than that cut nothing: reading stays linear in the length
MOST_CUTS = 8  # cuts of one sentence, and places that are tried for each
_HARD = re.compile(r"(?:[.!?;…]+(?=\s|$)|(?<=[a-zñáéíóú])[!?]+|\n+|(?=[¿¡]))")
_INITIALS = re.compile(r"\b[^\W\d_]\.[^\W\d_]$")  # the S.L of "S.L."
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Clause:
    """``text`` is the message's own words from ``start`` to ``end``."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _tables() -> tuple[frozenset[str], re.Pattern[str]]:
    """Abbreviations that end in a dot without ending a clause; words before which a clause may begin."""
    tables = [
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(WORDS.glob("*/clauses.yml"))
    ]
    abbreviations = frozenset(word for table in tables for word in table["abbreviations"])
    openers = sorted((word for table in tables for word in table["openers"]), key=len, reverse=True)
    joined = "|".join(re.escape(opener) for opener in openers)
    soft = rf"(?:,\s*|\s[-–—]\s|\s)(?=(?:{joined})\b)|,\s+"
    return abbreviations, re.compile(soft, re.IGNORECASE)


def sentences(text: str) -> list[Clause]:
    """The parts between full stops, question marks and line breaks, in order; never inside a number or abbreviation."""
    abbreviations, _ = _tables()
    found: list[Clause] = []
    start = 0
    for mark in _HARD.finditer(text):
        before = _WORDS.findall(text[max(start, mark.start() - 20) : mark.start()])
        is_short = bool(before) and before[-1].lower() in abbreviations
        is_short = is_short or bool(_INITIALS.search(text, 0, mark.start()))
        if (mark.group() == "." and is_short) or len(found) >= MOST_CLAUSES:
            continue
        found.extend(_trimmed(text, start, mark.end()))
        start = mark.end()
    found.extend(_trimmed(text, start, len(text)))
    return found


def clauses(text: str, is_act: Callable[[Clause], Any]) -> list[Clause]:
    """The sentences, cut further where both halves hold words and `is_act` says that a half is an act of its own."""
    return [part for sentence in sentences(text) for part in _cut(text, sentence, is_act)]


def _cut(text: str, sentence: Clause, is_act: Callable[[Clause], Any], cuts: int = MOST_CUTS) -> list[Clause]:
    _, soft = _tables()
    if not cuts:
        return [sentence]
    for mark in islice(soft.finditer(text, sentence.start, sentence.end), MOST_CUTS):
        left = _trimmed(text, sentence.start, mark.start())
        right = _trimmed(text, mark.end(), sentence.end)
        if not left or not right:
            continue
        acts = is_act(left[0]), is_act(right[0])
        if any(acts) and acts[0] != acts[1]:
            return [left[0], *_cut(text, right[0], is_act, cuts - 1)]
    return [sentence]


def _trimmed(text: str, start: int, end: int) -> list[Clause]:
    part = text[start:end]
    if not _WORDS.search(part):
        return []
    left = start + len(part) - len(part.lstrip(" \t\n,;-–—"))
    right = end - (len(part) - len(part.rstrip(" \t\n,;-–—")))
    return [Clause(text[left:right], left, right)]
