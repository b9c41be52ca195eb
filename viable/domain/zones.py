"""Where the company delivers, and what is different there: tax, customs, what the consignee pays."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Self

from viable.domain.errors import BadInput
from viable.domain.request import Place

NOT_SERVED = "-"
"""The zone of a match that takes places out of a wider one (overseas departments out of France)."""


@dataclass(frozen=True, slots=True)
class Zone:
    """Places that share carriers, prices and customs treatment.

    Attributes:
        names: by language, as people read it.
        needs_customs: outside the customs or tax territory of the factory: an export declaration is made.
        tax_rate: VAT or the local tax on goods and transport, as a share.
        consignee_pays: codes of what is due on arrival and not in our price: igic, aiem, ipsi, import_clearance.
        calendar: public holidays at the place: "ES-CN", or the country alone.
        incoterm: what the price covers: DAP to the door unless the zone says otherwise.
        is_remote: the carriers count it as remote; rules may treat it with more care.
        share_watch, share_limit: its own amber and red for logistics cost ÷ order value; None: the family's.
    """

    id: str
    names: Mapping[str, str]
    needs_customs: bool
    tax_rate: Decimal
    consignee_pays: tuple[str, ...]
    calendar: str
    incoterm: str = "DAP"
    is_remote: bool = False
    share_watch: Decimal | None = None
    share_limit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ZoneMatch:
    """Which places belong to a zone; an empty field matches all.

    Attributes:
        region: ISO 3166-2; ``postal_prefix``: first characters of the postal code; ``city``: its name.
    """

    zone: str
    country: str
    region: str = ""
    postal_prefix: str = ""
    city: str = ""

    @property
    def specificity(self) -> tuple[bool, int, bool]:
        """City before postal prefix, longer prefix first, before region, before the whole country."""
        return (bool(self.city), len(self.postal_prefix), bool(self.region))

    def matches(self, place: Place) -> bool:
        return (
            self.country == place.country
            and (not self.region or self.region == place.region)
            and (not self.postal_prefix or _code(place.postal_code).startswith(self.postal_prefix))
            and (not self.city or _plain(self.city) == _plain(place.name))
        )


@dataclass(frozen=True, slots=True)
class ZoneTable:
    """All zones, and the matches that lead to them, by country and most specific first."""

    zones: Mapping[str, Zone]
    matches: Mapping[str, tuple[ZoneMatch, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, zones: Iterable[Zone], matches: Iterable[ZoneMatch]) -> Self:
        """A table that answers for every place of these matches.

        Raises:
            BadInput: a match leads to a zone that does not exist, or two are equally specific about one place.
        """
        known = {zone.id: zone for zone in zones}
        by_country: dict[str, list[ZoneMatch]] = {}
        seen: set[tuple[str, str, str, str]] = set()
        for match in matches:
            if match.zone not in known and match.zone != NOT_SERVED:
                raise BadInput(f"a match leads to zone {match.zone!r}, which does not exist")
            key = (match.country, match.region, match.postal_prefix, _plain(match.city))
            if key in seen:
                raise BadInput(f"two matches are for the same place: {' '.join(filter(None, key))}")
            seen.add(key)
            by_country.setdefault(match.country, []).append(match)
        ordered = {
            country: tuple(sorted(rows, key=lambda match: match.specificity, reverse=True))
            for country, rows in by_country.items()
        }
        return cls(known, ordered)

    def zone_of(self, place: Place) -> Zone | None:
        """The zone of a place, the most specific match winning; None where nothing is delivered."""
        for match in self.matches.get(place.country or "", ()):
            if match.matches(place):
                return self.zones.get(match.zone)
        return None


def _code(postal_code: str | None) -> str:
    return (postal_code or "").replace(" ", "").upper()


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in letters if not unicodedata.combining(char)).strip()
