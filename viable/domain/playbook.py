"""What the company knows, as one versioned whole, and the live figures that go with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal

from viable.domain.capacity import Capacity
from viable.domain.errors import NotFound
from viable.domain.logistics import Transport
from viable.domain.pricing import ExchangeRate, PriceList
from viable.domain.products import Family
from viable.domain.reasons import ReasonCode
from viable.domain.request import Place
from viable.domain.routings import CapacityModel
from viable.domain.rules import Rule
from viable.domain.settings import Settings
from viable.domain.zones import Zone, ZoneTable


@dataclass(frozen=True, slots=True)
class CompanyProfile:
    """Who is selling.

    Attributes:
        factory: where goods are picked up.
        home_zone: zone of the factory; its tax applies to pick-ups.
        contact_role: who calls back, by language ("su asesora comercial").
    """

    name: str
    address: str
    email: str
    phone: str
    website: str
    privacy_path: str
    timezone: str
    languages: tuple[str, ...]
    currency: str
    factory: Place
    home_zone: str
    contact_role: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rep:
    """Somebody of the sales team.

    Attributes:
        zones, families: what they look after; empty for all.
        opens, closes: working hours, local to ``timezone``; ``calendar``: their public holidays.
        is_supervisor: leads that nobody calls in time come here.
    """

    id: str
    name: str
    email: str
    phone: str
    languages: tuple[str, ...]
    zones: frozenset[str]
    families: frozenset[str]
    timezone: str
    calendar: str
    opens: time
    closes: time
    is_supervisor: bool = False


@dataclass(frozen=True, slots=True)
class Campaign:
    """Paid advertising, and what it sells where; empty families or zones mean all."""

    id: str
    name: str
    channel: str
    utm_campaign: str
    families: frozenset[str]
    zones: frozenset[str]
    daily_budget: Decimal


@dataclass(frozen=True, slots=True)
class Playbook:
    """One version of everything that a company edits.

    Attributes:
        version: hash of the files' text.
        families: by id, in the order in which they are shown.
        not_made: what is asked for now and then and not made, by language.
        reasons: label of each reason by language.
    """

    version: str
    company: CompanyProfile
    settings: Settings
    families: Mapping[str, Family]
    prices: PriceList
    zones: ZoneTable
    transport: Transport
    rules: tuple[Rule, ...]
    reasons: Mapping[ReasonCode, Mapping[str, str]]
    reps: tuple[Rep, ...]
    campaigns: tuple[Campaign, ...]
    capacity_model: CapacityModel
    not_made: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def family(self, family: str) -> Family:
        """The family of that id.

        Raises:
            NotFound: there is none.
        """
        found = self.families.get(family)
        if found is None:
            raise NotFound(f"no product family {family!r}; there are {', '.join(self.families)}")
        return found

    @property
    def home_zone(self) -> Zone:
        return self.zones.zones[self.company.home_zone]

    def share_limits(self, family: Family, zone: Zone) -> tuple[Decimal, Decimal]:
        """Amber and red of logistics cost ÷ order value: the zone's, else the family's, else the default."""
        default = self.settings.logistics
        watch = _first(zone.share_watch, family.share_watch, default.share_watch)
        limit = _first(zone.share_limit, family.share_limit, default.share_limit)
        return watch, limit


@dataclass(frozen=True, slots=True)
class Company:
    """A playbook and the live figures that verdicts are computed on.

    Attributes:
        exchange_rates: by currency, for budgets given in another than the company's own.
    """

    playbook: Playbook
    capacity: Capacity
    exchange_rates: Mapping[str, ExchangeRate] = field(default_factory=dict)


def _first(*values: Decimal | None) -> Decimal:
    return next(value for value in values if value is not None)
