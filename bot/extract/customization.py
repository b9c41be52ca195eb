"""How far the product is to be made the customer's own, and in which words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.extract.model import Context, Entity, Text
from bot.extract.phrase_hits import Hit, Negation, PhraseTable, merged_table, phrase_tokens
from bot.extract.tokens import DIGITS, Token

LEVELS = ("none", "logo", "colour", "packaging", "specification", "tooling")
SAME, REFUSAL, WEAK = "same", "refusals", "weak"
SERVICE, GOODS = "services", "goods"
STANDARD, OWN = "size_standard", "size_own"
SIZES = {STANDARD: "standard", OWN: "own"}
ASKED_SIZES = {f"asked_{key}": size for key, size in SIZES.items()}
CODED = frozenset(["pantone", "pms", "ral"])
_NUMBER = r"\d+(?:[.,]\d+)?"
_BY = r"\s*(?:x|por|by|\*|×)\s*"


class _Words(NamedTuple):
    levels: PhraseTable
    own_or_standard: PhraseTable
    asked_size: PhraseTable
    weak: PhraseTable
    refusals: PhraseTable
    services: PhraseTable
    goods: PhraseTable
    negation: Negation
    size: re.Pattern[str]
    measure: re.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    rows = merged_table(
        "customization",
        (*LEVELS, SAME, REFUSAL, WEAK, SERVICE, GOODS, *SIZES, *ASKED_SIZES, "sizes", "weights"),
    )
    levels = [(phrase, level) for level in (*LEVELS, SAME) for phrase in rows[level]]
    own_or_standard = _sized(rows, SIZES)
    unit = "|".join(sorted(map(re.escape, rows["sizes"]), key=len, reverse=True))
    weight = "|".join(sorted(map(re.escape, rows["weights"]), key=len, reverse=True))
    three = rf"{_NUMBER}(?:\s*(?:{unit}))?{_BY}{_NUMBER}(?:\s*(?:{unit}))?{_BY}{_NUMBER}(?:\s*(?:{unit})\b)?"
    two = rf"{_NUMBER}(?:\s*(?:{unit}))?{_BY}{_NUMBER}\s*(?:{unit})\b"
    grammage = rf"{_NUMBER}\s*(?:g/m2|g/m²|gsm|micras|galgas)(?!\w)|(?<=papel de )\d+\s*(?:{weight})\b"
    return _Words(
        levels=PhraseTable(levels),
        own_or_standard=PhraseTable(own_or_standard),
        asked_size=PhraseTable([*own_or_standard, *_sized(rows, ASKED_SIZES)]),
        weak=PhraseTable((phrase, WEAK) for phrase in rows[WEAK]),
        refusals=PhraseTable((phrase, REFUSAL) for phrase in rows[REFUSAL]),
        services=PhraseTable((phrase, SERVICE) for phrase in rows[SERVICE]),
        goods=PhraseTable((phrase, GOODS) for phrase in rows[GOODS]),
        negation=Negation.of("customization"),
        size=re.compile(rf"(?<![\w.,])(?:{three}|{two}|{grammage})"),
        measure=re.compile(
            rf"(?<![\w.,]){_NUMBER}(?:{_BY}{_NUMBER}(?!\w)|\s*(?:{unit}|{weight}|ml|cl|l|kg)\b)"
        ),
    )


def _sized(rows: Mapping[str, list[str]], sizes: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(phrase, size) for key, size in sizes.items() for phrase in rows[key]]


def find_customizations(text: Text, context: Context) -> list[Entity]:
    """One entity of the highest level that is said, with all that was said in ``details``; or none.

    Words such as "standard" and "bigger" count in an answer to the question and beside figures only.
    "lo de siempre" has level null; "no" alone is level none only as an answer to the question.
    ``size`` is there when a standard or an own one is said; "3000 standard cartons" says nothing of the print.
    """
    found, words = phrase_tokens(text), _words()
    is_about_goods = context.asked == "customization" or any(token.kind == DIGITS for token in found)
    wanted, denied = _sorted(found, words, is_about_goods=is_about_goods)
    wanted += _sizes(text, words.size)
    if context.asked == "customization" and not wanted:
        wanted += _sizes(text, words.measure)
    sizes = words.asked_size if context.asked == "size" else words.own_or_standard
    size = _own_or_standard(found, sizes, words, wanted)
    if size == "standard" and context.asked != "customization":
        wanted = [hit for hit in wanted if not _is_size_only(found, hit, words)]
    if context.asked == "customization" and not wanted:
        refusal = words.refusals.whole(found) or _leading_refusal(found, words)
        denied += [refusal] if refusal is not None else []
    if wanted:
        levels = [hit.meaning for hit in wanted if hit.meaning in LEVELS]
        level = max(levels, key=LEVELS.index, default=None)
        return [_entity(text, level, wanted, size)]
    if denied:
        return [_entity(text, "none", denied, size)]
    named = sizes.hits(found) if size is not None else []
    return [_entity(text, None, named, size)] if named else []


def _own_or_standard(
    found: Sequence[Token], sizes: PhraseTable, words: _Words, wanted: Sequence[Hit]
) -> str | None:
    """The size that is said, the last one if there are several; measures are a size of one's own."""
    said = [
        hit.meaning
        for hit in sizes.hits(found)
        if not _is_of_service(found, hit, words)
        and words.negation.since(found, hit.first) is None
        and not words.negation.denies(found, hit.first, hit.last)
    ]
    is_measured = any(hit.first < 0 for hit in wanted)
    return "own" if is_measured else said[-1] if said else None


def _is_of_service(found: Sequence[Token], hit: Hit, words: _Words) -> bool:
    """Whether a service beside the words is what they describe: "envío estándar", but not "cajas de envío estándar"."""
    return any(
        words.services.at(found, at) is not None
        and not any(words.goods.at(found, first) is not None for first in (at, at - 1) if first >= 0)
        for at in (hit.first - 1, hit.last + 1)
        if 0 <= at < len(found)
    )


def _is_size_only(found: Sequence[Token], hit: Hit, words: _Words) -> bool:
    """Whether the words name a standard size, and no print."""
    size = words.own_or_standard.at(found, hit.first) if hit.first >= 0 else None
    return hit.meaning == "none" and size is not None and size.last >= hit.last


def _sorted(found: Sequence[Token], words: _Words, *, is_about_goods: bool) -> tuple[list[Hit], list[Hit]]:
    """What is wanted, and what is said not to be wanted."""
    wanted: list[Hit] = []
    denied: list[Hit] = []
    for hit in words.levels.hits(found):
        weak = None if is_about_goods else words.weak.at(found, hit.first)
        if weak is not None and weak.last == hit.last:
            continue
        since = words.negation.since(found, hit.first)
        if hit.meaning == "none" and _is_of_service(found, hit, words):
            continue
        if hit.meaning == "packaging" and hit.first > 0 and found[hit.first - 1].kind == DIGITS:
            continue  # "500 gift boxes" are what is bought
        if hit.meaning == "none":
            wanted += [hit] if since is None else []
        elif since is not None:
            denied.append(hit._replace(first=since, start=found[since].start))
        elif words.negation.denies(found, hit.first, hit.last):
            denied.append(hit)
        else:
            wanted.append(_with_figure(found, hit))
    return wanted, denied


def _with_figure(found: Sequence[Token], hit: Hit) -> Hit:
    """The colour with its number: "2 tintas", "Pantone 485 C"."""
    if hit.meaning != "colour":
        return hit
    first, last = hit.first, hit.last
    if first > 0 and found[first - 1].kind == DIGITS and len(found[first - 1].text) < 2:
        first -= 1
    if last + 1 < len(found) and found[last + 1].kind == DIGITS and found[last].text in CODED:
        last += 1
        is_coated = last + 1 < len(found) and found[last + 1].text in ("c", "u", "cp")
        last += is_coated
    return hit._replace(first=first, last=last, start=found[first].start, end=found[last].end)


def _leading_refusal(found: Sequence[Token], words: _Words) -> Hit | None:
    """A refusal up to a comma or full stop: "no, así están bien"."""
    hit = words.refusals.at(found, 0) if found else None
    if hit is None or hit.last + 1 >= len(found):
        return hit
    return hit if found[hit.last + 1].text in ",.;:!" else None


def _sizes(text: Text, pattern: re.Pattern[str]) -> list[Hit]:
    if not any(character.isdigit() for character in text.folded):
        return []
    return [
        Hit("specification", -1, -1, match.start(), match.end()) for match in pattern.finditer(text.folded)
    ]


def _entity(text: Text, level: str | None, hits: Sequence[Hit], size: str | None) -> Entity:
    ordered = sorted(hits, key=lambda hit: hit.start)
    details = "; ".join(dict.fromkeys(text.words(hit.start, hit.end) for hit in ordered))
    deciding = next((hit for hit in ordered if hit.meaning == level), ordered[0])
    value = {"level": level, "details": details} | ({"size": size} if size else {})
    return Entity("customization", value, deciding.start, deciding.end)
