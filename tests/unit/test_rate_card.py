"""What carriers charge for a shipment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viable.domain.errors import BadInput
from viable.domain.products import Packing
from viable.domain.rate_card import (
    Basis,
    CarrierService,
    Lane,
    Rate,
    RateCard,
    Shipment,
    Surcharge,
    Transit,
)

TODAY = date(2026, 11, 23)
PACKING = Packing(
    pieces_per_carton=100,
    carton_kg=Decimal(8),
    length_cm=Decimal(50),
    width_cm=Decimal(40),
    height_cm=Decimal(30),
    cartons_per_pallet=16,
    pallet_kg=Decimal(20),
    pallet_height_cm=Decimal(140),
    is_stackable=False,
)
SERVICE = CarrierService("c", "road", Decimal(200), Decimal(0), time(17))


def rate(basis: Basis, start: object, end: object, price: str, minimum: str = "0") -> Rate:
    last = None if end is None else Decimal(str(end))
    return Rate(
        "z",
        "c",
        "road",
        basis,
        Decimal(str(start)),
        last,
        Decimal(price),
        Decimal(minimum),
        date(2026, 1, 1),
        date(2026, 12, 31),
    )


def lane(*rates: Rate, service: CarrierService = SERVICE) -> Lane:
    return Lane("z", service, Transit("z", "c", "road", 1, 2, frozenset(range(5))), rates)


def cost(pieces: int, *rates: Rate, service: CarrierService = SERVICE, on: date = TODAY) -> Decimal | None:
    return lane(*rates, service=service).cost(Shipment.of(pieces, PACKING), on)


def test_a_shipment_is_counted_in_full_cartons_and_as_few_pallets_as_they_fit_on() -> None:
    shipment = Shipment.of(1601, PACKING)
    assert (shipment.cartons, shipment.pallets, shipment.loading_metres) == (17, 2, Decimal("0.8"))


def test_stacked_pallets_take_half_the_floor() -> None:
    stacked = replace(PACKING, is_stackable=True)
    assert Shipment.of(4800, stacked).loading_metres == Decimal("0.8")


def test_the_larger_of_real_and_volumetric_weight_is_billed() -> None:
    shipment = Shipment.of(100, PACKING)
    assert shipment.billable_kg(Decimal(100)) == 8
    assert shipment.billable_kg(Decimal(200)) == 12


def test_kilos_are_charged_by_the_break_that_the_shipment_falls_in() -> None:
    breaks = (rate("kg", 0, 24, "1.00"), rate("kg", 24, 100, "0.50"))
    assert cost(200, *breaks) == Decimal("24.00")
    assert cost(201, *breaks) == Decimal("18.00")


def test_the_minimum_charge_applies_before_surcharges() -> None:
    extra = replace(SERVICE, fuel_share=Decimal("0.10"), surcharges=(Surcharge("dua", fixed=Decimal(38)),))
    assert cost(100, rate("kg", 0, None, "1.00", "50"), service=extra) == Decimal("93.00")


def test_a_surcharge_for_other_zones_costs_nothing_here() -> None:
    extra = replace(SERVICE, surcharges=(Surcharge("far", share=Decimal(1), zones=frozenset({"elsewhere"})),))
    assert cost(100, rate("kg", 0, None, "1.00"), service=extra) == Decimal("12.00")


def test_parcels_break_on_the_weight_of_one_and_cost_by_the_number() -> None:
    assert cost(300, rate("parcel", 0, 15, "7.00")) == Decimal("21.00")
    assert cost(300, rate("parcel", 0, 10, "7.00")) is None


def test_pallets_loading_metres_and_containers_are_counted_up() -> None:
    assert cost(1601, rate("pallet", 0, None, "60")) == 120
    assert cost(1601, rate("loading_metre", 0, None, "100")) == Decimal("80.0")
    assert cost(1600 * 12, rate("container_20", 0, None, "1500")) == 3000


def test_the_cheapest_basis_that_takes_the_shipment_wins() -> None:
    assert cost(100, rate("pallet", 0, None, "60"), rate("kg", 0, None, "1.00")) == Decimal("12.00")


def test_a_shipment_that_no_break_takes_has_no_cost() -> None:
    assert cost(10_000, rate("kg", 0, 100, "1.00")) is None


def test_a_rate_outside_its_validity_has_no_cost() -> None:
    assert cost(100, rate("kg", 0, None, "1.00"), on=date(2027, 1, 1)) is None


def test_a_lane_with_a_time_and_no_rate_is_refused() -> None:
    transit = Transit("z", "c", "road", 1, 2, frozenset({0}))
    with pytest.raises(BadInput, match="no rate"):
        RateCard.of([], [SERVICE], [transit])


def test_a_rate_without_a_transit_time_is_refused() -> None:
    with pytest.raises(BadInput, match="no transit time"):
        RateCard.of([rate("kg", 0, None, "1")], [SERVICE], [])


@given(st.integers(1, 200_000), st.integers(1, 5_000))
def test_more_pieces_never_make_fewer_cartons_pallets_or_kilos(pieces: int, more: int) -> None:
    small, large = Shipment.of(pieces, PACKING), Shipment.of(pieces + more, PACKING)
    assert small.cartons <= large.cartons
    assert small.pallets <= large.pallets
    assert small.billable_kg(Decimal(200)) <= large.billable_kg(Decimal(200))
    assert small.cartons * PACKING.pieces_per_carton >= pieces
