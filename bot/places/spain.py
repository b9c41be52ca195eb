"""Spain's provinces: by the first two digits of a postal code, and the community that each is part of."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import yaml

from bot.places.gazetteer import CITY, FOLDER, Place, gazetteer, key_of
from bot.places.postal import belongs


class Province(NamedTuple):
    """``code`` and ``community`` are ISO 3166-2; ``name`` is the Spanish one."""

    code: str
    community: str
    name: str


@lru_cache(maxsize=1)
def provinces() -> dict[str, Province]:
    """The 52 provinces and autonomous cities by the prefix of their postal codes."""
    content = (FOLDER / "spain.yml").read_text(encoding="utf-8")
    table = yaml.load(content, Loader=yaml.BaseLoader)  # noqa: S506 (BaseLoader makes strings only)
    return {
        prefix: Province(code, f"ES-{community}", names[0])
        for prefix, (code, community, _, names) in table["provinces"].items()
    }


@lru_cache(maxsize=1)
def _communities() -> dict[str, str]:
    return {province.code: province.community for province in provinces().values()}


@lru_cache(maxsize=1)
def capitals() -> frozenset[Place]:
    """The cities that have their province's name."""
    named = (
        (place, province)
        for province in provinces().values()
        for place in gazetteer().places(key_of(province.name))
    )
    return frozenset(
        place for place, province in named if place.region == province.code and place.kind == CITY
    )


def province_of(postal_code: str) -> Place | None:
    """The province of a Spanish postal code; None when the code isn't Spanish."""
    if not belongs(postal_code, "ES"):
        return None
    province = provinces()[postal_code[:2]]
    places = gazetteer().places(key_of(province.name))
    return next(place for place in places if place.region == province.code)


def is_within(region: str, larger: str) -> bool:
    """Whether the first region is the other, or a province of that community."""
    return region != "" and larger in (region, _communities().get(region))
