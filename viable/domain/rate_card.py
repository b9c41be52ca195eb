"""What carriers charge: rates by zone, service and weight break, surcharges and fuel.

The shape follows Karrio's rate sheets (zones, services, weight breaks, surcharges fixed or in per cent, billable weight as the
larger of real and volumetric), with validity, minimum charges, pallets, loading metres and containers added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from math import ceil
from typing import Literal, Self, get_args

from viable.domain.errors import BadInput
from viable.domain.products import PALLETS_PER_CONTAINER, Packing

Basis = Literal["parcel", "kg", "pallet", "loading_metre", "container_20", "container_40"]
ServiceName = Literal["road", "sea", "air", "express"]

SERVICES: tuple[str, ...] = get_args(ServiceName)
PALLET_LOADING_METRES = Decimal("0.4")
"""0.8 × 1.2 m of floor in a lorry 2.4 m wide."""


@dataclass(frozen=True, slots=True)
class Shipment:
    """What a number of pieces amounts to for a carrier; real weight, before any volumetric factor."""

    cartons: int
    pallets: int
    carton_kg: Decimal
    carton_m3: Decimal
    pallets_kg: Decimal
    loading_metres: Decimal

    @classmethod
    def of(cls, quantity: int, packing: Packing) -> Self:
        """The shipment of so many pieces, in full cartons and as few pallets as they fit on."""
        cartons = ceil(quantity / packing.pieces_per_carton)
        pallets = ceil(cartons / packing.cartons_per_pallet)
        floor = ceil(pallets / 2) if packing.is_stackable else pallets
        return cls(
            cartons=cartons,
            pallets=pallets,
            carton_kg=packing.carton_kg,
            carton_m3=packing.carton_m3,
            pallets_kg=pallets * packing.pallet_kg,
            loading_metres=floor * PALLET_LOADING_METRES,
        )

    def billable_kg(self, kg_per_m3: Decimal) -> Decimal:
        """The larger of real and volumetric weight of all cartons."""
        return self.cartons * self.billable_carton_kg(kg_per_m3)

    def billable_carton_kg(self, kg_per_m3: Decimal) -> Decimal:
        return max(self.carton_kg, self.carton_m3 * kg_per_m3)


@dataclass(frozen=True, slots=True)
class Rate:
    """One weight break.

    Attributes:
        from_measure, to_measure: the break, above the first and up to the second; None without end. Measured in
            kg of one parcel (parcel), kg of the shipment (kg), pallets, loading metres or containers.
        price: per parcel, kg, pallet, loading metre or container.
        minimum: least charge of a shipment, before surcharges.
    """

    zone: str
    carrier: str
    service: str
    basis: Basis
    from_measure: Decimal
    to_measure: Decimal | None
    price: Decimal
    minimum: Decimal
    valid_from: date
    valid_to: date | None = None

    @property
    def lane(self) -> tuple[str, str, str, str, date]:
        """What must be covered by breaks without a gap or an overlap."""
        return (self.zone, self.carrier, self.service, self.basis, self.valid_from)

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def covers(self, measure: Decimal) -> bool:
        return self.from_measure < measure and (self.to_measure is None or measure <= self.to_measure)


@dataclass(frozen=True, slots=True)
class Surcharge:
    """An extra, a share of the base price or a fixed sum a shipment; in no zone named: everywhere."""

    id: str
    share: Decimal = Decimal(0)
    fixed: Decimal = Decimal(0)
    zones: frozenset[str] = frozenset()

    def on(self, base: Decimal, zone: str) -> Decimal:
        if self.zones and zone not in self.zones:
            return Decimal(0)
        return base * self.share + self.fixed


@dataclass(frozen=True, slots=True)
class CarrierService:
    """How one carrier runs one service.

    Attributes:
        kg_per_m3: volumetric factor.
        fuel_share: surcharge on the base that today's fuel price gives by the carrier's table.
        cut_off: goods ready after it leave on the next departure day.
    """

    carrier: str
    service: str
    kg_per_m3: Decimal
    fuel_share: Decimal
    cut_off: time
    surcharges: tuple[Surcharge, ...] = ()


@dataclass(frozen=True, slots=True)
class Transit:
    """How long a lane takes, and how reliably.

    Attributes:
        days_min, days_max: working days at both ends, from departure to delivery.
        departures: weekdays (Monday 0) on which it leaves.
        on_time: share of deliveries within ``days_max``; None while nobody has counted.
        deliveries: how many that share was counted on.
    """

    zone: str
    carrier: str
    service: str
    days_min: int
    days_max: int
    departures: frozenset[int]
    on_time: Decimal | None = None
    deliveries: int = 0


@dataclass(frozen=True, slots=True)
class Lane:
    """Everything about one carrier's service to one zone."""

    zone: str
    service: CarrierService
    transit: Transit
    rates: tuple[Rate, ...]

    def cost(self, shipment: Shipment, on: date) -> Decimal | None:
        """What the carrier charges, the cheapest basis that takes it; None when none does."""
        bases = [base for rate in self.rates if (base := self._base(rate, shipment, on)) is not None]
        if not bases:
            return None
        base = min(bases)
        fuel = base * self.service.fuel_share
        return base + fuel + sum(extra.on(base, self.zone) for extra in self.service.surcharges)

    def _base(self, rate: Rate, shipment: Shipment, on: date) -> Decimal | None:
        measure, units = self._measure(rate.basis, shipment)
        if not rate.holds_on(on) or not rate.covers(measure):
            return None
        return max(rate.minimum, rate.price * units)

    def _measure(self, basis: Basis, shipment: Shipment) -> tuple[Decimal, Decimal]:
        """What decides the break, and how many times the price counts."""
        if basis == "parcel":
            return shipment.billable_carton_kg(self.service.kg_per_m3), Decimal(shipment.cartons)
        if basis == "kg":
            real = shipment.billable_kg(self.service.kg_per_m3)
            return real, real
        if basis == "pallet":
            return Decimal(shipment.pallets), Decimal(shipment.pallets)
        if basis == "loading_metre":
            return shipment.loading_metres, shipment.loading_metres
        containers = Decimal(ceil(shipment.pallets / PALLETS_PER_CONTAINER[basis]))
        return containers, containers


@dataclass(frozen=True, slots=True)
class RateCard:
    """Every lane by zone."""

    lanes: Mapping[str, tuple[Lane, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, rates: Iterable[Rate], services: Iterable[CarrierService], transits: Iterable[Transit]
    ) -> Self:
        """A card whose lanes all have a service, a transit time and at least one rate.

        Raises:
            BadInput: rates without a transit time or service, or the other way round.
        """
        by_service = {(service.carrier, service.service): service for service in services}
        by_lane: dict[tuple[str, str, str], list[Rate]] = {}
        for rate in rates:
            by_lane.setdefault((rate.zone, rate.carrier, rate.service), []).append(rate)
        lanes: dict[str, list[Lane]] = {}
        for transit in transits:
            key = (transit.zone, transit.carrier, transit.service)
            service = by_service.get((transit.carrier, transit.service))
            if service is None or key not in by_lane:
                raise BadInput(
                    f"{' '.join(key)} has a transit time and no {'rate' if service else 'service'}"
                )
            lane = Lane(transit.zone, service, transit, tuple(by_lane.pop(key)))
            lanes.setdefault(transit.zone, []).append(lane)
        if by_lane:
            raise BadInput(f"{' '.join(next(iter(by_lane)))} has rates and no transit time")
        return cls({zone: tuple(found) for zone, found in lanes.items()})

    def lanes_to(self, zone: str) -> tuple[Lane, ...]:
        return self.lanes.get(zone, ())
