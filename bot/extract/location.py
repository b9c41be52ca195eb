"""Where goods go: places, regions, countries and postal codes that a message names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.extract.model import Context, Entity, Text
from bot.extract.place_groups import Group, groups, with_codes
from bot.extract.place_mentions import (
    STRONG,
    WEAK,
    evidence,
    is_listed_after,
    is_meant,
    mended,
    names,
    place_words,
)
from bot.extract.tokens import Token, tokens
from bot.extract.unlisted_place import find_unlisted, with_name_before
from bot.places.gazetteer import WHOLE, Place, gazetteer, meant
from bot.places.postal import Code, codes
from bot.places.spain import province_of


@dataclass(frozen=True)
class _Destination:
    start: int
    end: int
    places: list[Place]
    strength: str
    code: str | None = None
    last: int = -1


def find_locations(text: Text, context: Context) -> list[Entity]:
    """The destinations of a message, in its order; values as in docs/architecture.md.

    A name that stands for several places keeps them in ``candidates``, with ``country`` null unless all agree.
    """
    found = tokens(text)
    table = gazetteer()
    listed = names(text, found, table)
    listed = sorted([*listed, *mended(text, found, listed, table, context)])
    coded, loose = with_codes(text, groups(found, listed, table), _codes(text, found))
    destinations = _meant(text, found, coded, context) + _by_code(loose, context)
    if any(destination.strength != WEAK for destination in destinations):
        destinations = [one for one in destinations if one.strength != WEAK]
    if not destinations:
        return find_unlisted(text, found, context)
    certain = {one.places[0].country for one in destinations if one.places and not meant(one.places)[1]}
    entities: list[Entity] = []
    for one in sorted(destinations, key=lambda one: one.start):
        start = one.start
        if context.asked == "location":
            start = with_name_before(text, found, start, entities[-1].end if entities else 0)
        entities.append(Entity("location", _value(one, certain, context.language), start, one.end))
    return entities


def _codes(text: Text, found: Sequence[Token]) -> list[Code]:
    announced = {
        found[at + 1].start
        for at in range(len(found) - 1)
        if place_words().postal.ending_at(found, at) is not None
    } | {
        found[at + 2].start
        for at in range(len(found) - 2)
        if found[at + 1].text in (":", ".") and place_words().postal.ending_at(found, at) is not None
    }
    return [code._replace(is_announced=code.start in announced) for code in codes(text)]


def _meant(
    text: Text, found: Sequence[Token], coded: Sequence[Group], context: Context
) -> list[_Destination]:
    destinations: list[_Destination] = []
    for group in coded:
        seen = evidence(text, found, group.name, group.last)
        is_listed = bool(destinations) and is_listed_after(found, destinations[-1].last, group.name.first)
        if is_meant(
            group.name, group.places[0], seen, context,
            is_listed=is_listed, is_supported=group.is_supported,
        ):  # fmt: skip
            strength = destinations[-1].strength if is_listed else seen.before
            strength = STRONG if group.is_supported else strength
            start = min(group.start, seen.start)
            destinations.append(
                _Destination(start, group.end, list(group.places), strength, group.code, group.last)
            )
    return destinations


def _by_code(loose: Sequence[Code], context: Context) -> list[_Destination]:
    """Places told by a postal code alone: announced ("CP 36201"), or in answer to "where to?"."""
    destinations = []
    for code in loose:
        if not (code.is_announced or code.country or (context.asked == "location" and len(code.text) > 4)):
            continue
        province = province_of(code.text) if code.country in (None, "ES") else None
        country = gazetteer().country(code.country) if code.country else None
        place = province or country
        places = [place] if place is not None else []
        destinations.append(_Destination(code.start, code.end, places, STRONG, code.text))
    return destinations


def _value(one: _Destination, certain: set[str], language: str) -> dict[str, Any]:
    if not one.places:
        return _named(one.code or "", one.code) | {"candidates": [], "unknown": True}
    place, doubt = meant(one.places)
    likely = [candidate for candidate in doubt if candidate.country in certain]
    if len(likely) == 1:
        place, doubt = likely[0], []
    if place.kind == WHOLE:
        return _named(place.name(language), None) | {"candidates": [], "unknown": True}
    if not doubt:
        return _located(place, one.code, language) | {"candidates": []}
    countries = {candidate.country for candidate in doubt}
    shown = min((candidate.name(language) for candidate in doubt), key=len)
    value = _named(shown, one.code) | {"country": countries.pop() if len(countries) == 1 else None}
    return value | {"candidates": [_located(candidate, one.code, language) for candidate in doubt]}


def _named(name: str, code: str | None) -> dict[str, Any]:
    return {
        "name": name, "country": None, "region": None, "postal_code": code,
        "latitude": None, "longitude": None,
    }  # fmt: skip


def _located(place: Place, code: str | None, language: str) -> dict[str, Any]:
    value = _named(place.name(language), code)
    where = {"latitude": place.latitude, "longitude": place.longitude}
    return value | {"country": place.country, "region": place.region or None} | where
