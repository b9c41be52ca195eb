"""Which of the places in the understanding data a European B2B company serves, and how many of them are found.

Countries and their states count wherever they are, and the cities of ``bench/texts/cities.txt.gz``: from 15,000 inhabitants in
Europe and from 100,000 elsewhere. American hamlets, parks and restaurants don't. The list of cities is GeoNames', not the
product's own table, so that a city which the product lacks counts against it.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from bench.understanding_values import Line, as_list, folded_name
from bot.extract.model import Entity
from bot.places.gazetteer import key_of

_CITIES = Path(__file__).with_name("texts") / "cities.txt.gz"
_ALWAYS = frozenset({"country", "state"})


@lru_cache(maxsize=1)
def _cities() -> frozenset[str]:
    return frozenset(gzip.decompress(_CITIES.read_bytes()).decode().splitlines())


def served(line: Line) -> list[str]:
    """The line's places that count, in order."""
    return [
        name
        for name, unit in zip(as_list(line["value"]), as_list(line.get("unit")), strict=False)
        if unit in _ALWAYS or (unit == "city" and key_of(name) in _cities())
    ]


def is_found(place: str, line: Line, found: Sequence[Entity]) -> bool:
    """True when a location has the place's name, or was read from words that have it."""
    named = {key_of(line["text"][one.start : one.end]) for one in found}
    named |= {key_of(folded_name(one.value["name"])) for one in found}
    return any(key_of(place) in name for name in named)
