"""Which zone a place lies in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.sample_company import sample_playbook
from viable.domain.errors import BadInput
from viable.domain.request import Place
from viable.domain.zones import Zone, ZoneMatch, ZoneTable


def zone_of(country: str, region: str | None = None, postal_code: str | None = None) -> str | None:
    zone = sample_playbook().zones.zone_of(Place("somewhere", country, region, postal_code))
    return zone.id if zone else None


@pytest.mark.parametrize(
    ("country", "region", "postal_code", "zone"),
    [
        ("ES", None, None, "es_peninsula"),
        ("ES", "ES-PO", "36201", "es_peninsula"),
        ("ES", None, "07001", "es_balearics"),
        ("ES", "ES-IB", None, "es_balearics"),
        ("ES", None, "35001", "es_canaries"),
        ("ES", "ES-TF", None, "es_canaries"),
        ("ES", None, "38 001", "es_canaries"),
        ("ES", None, "51001", "es_ceuta"),
        ("ES", "ES-ML", None, "es_melilla"),
        ("PT", None, "4000-001", "pt_mainland"),
        ("PT", None, "9500-321", "pt_islands"),
        ("PT", "PT-30", None, "pt_islands"),
        ("FR", None, "69001", "fr_mainland"),
        ("FR", None, "20000", "fr_corsica"),
        ("DE", None, "10115", "de"),
        ("IT", None, None, "eu_near"),
        ("PL", None, None, "eu_far"),
    ],
)
def test_places_lie_in_the_zone_that_delivers_there(
    country: str, region: str | None, postal_code: str | None, zone: str
) -> None:
    assert zone_of(country, region, postal_code) == zone


@pytest.mark.parametrize(
    ("country", "postal_code"), [("US", None), ("GB", None), ("ZZ", None), ("FR", "97100")]
)
def test_a_place_without_a_match_is_not_served(country: str, postal_code: str | None) -> None:
    assert zone_of(country, None, postal_code) is None


def a_zone(name: str) -> Zone:
    return Zone(name, {}, needs_customs=False, tax_rate=Decimal(0), consignee_pays=(), calendar="ES")


def test_a_city_outweighs_a_postal_prefix_and_a_longer_prefix_a_shorter_one() -> None:
    table = ZoneTable.of(
        [a_zone("country"), a_zone("province"), a_zone("town"), a_zone("city")],
        [
            ZoneMatch("country", "ES"),
            ZoneMatch("province", "ES", postal_prefix="36"),
            ZoneMatch("town", "ES", postal_prefix="3621"),
            ZoneMatch("city", "ES", city="Tuí"),
        ],
    )

    def zone(name: str, code: str) -> str | None:
        found = table.zone_of(Place(name, "ES", None, code))
        return found.id if found else None

    assert zone("Vigo", "36201") == "province"
    assert zone("Vigo", "36210") == "town"
    assert zone("tui", "36210") == "city"
    assert zone("Soria", "42001") == "country"


def test_two_matches_for_the_same_place_are_refused() -> None:
    with pytest.raises(BadInput, match="same place"):
        ZoneTable.of([a_zone("a"), a_zone("b")], [ZoneMatch("a", "ES"), ZoneMatch("b", "ES")])


def test_a_match_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(BadInput, match="does not exist"):
        ZoneTable.of([a_zone("a")], [ZoneMatch("b", "ES")])
