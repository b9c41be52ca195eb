"""The worked example of docs/logistics.md comes out as it is written there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.sample_company import NOW, TODAY, sample_company, sample_playbook
from tests.unit.test_verdicts import CANARIES
from viable.domain.assess import assess
from viable.domain.money import Money
from viable.domain.rate_card import Shipment
from viable.domain.request import Part

TEXT = (Path(__file__).parents[2] / "docs" / "logistics.md").read_text(encoding="utf-8")
COLUMNS = {1000: 0, 2100: 1, 2400: 2}


def cell(row: str, quantity: int) -> str:
    line = next(line for line in TEXT.splitlines() if line.startswith(f"| {row}"))
    return line.strip("| ").split(" | ")[1 + COLUMNS[quantity]].strip()


def amount(value: Decimal) -> str:
    return str(Money(value).rounded().amount)


@pytest.mark.parametrize("quantity", COLUMNS)
def test_the_table_of_the_worked_example_is_what_the_sample_company_computes(quantity: int) -> None:
    playbook = sample_playbook()
    family = playbook.family("folding_carton")
    lane = next(
        lane for lane in playbook.transport.card.lanes_to("es_canaries") if lane.service.service == "sea"
    )
    shipment = Shipment.of(quantity, family.packing)
    weight = shipment.billable_kg(lane.service.kg_per_m3)
    rate = next(rate for rate in lane.rates if rate.basis == "kg" and rate.covers(weight))
    base = max(rate.minimum, rate.price * weight)
    freight = lane.cost(shipment, TODAY)
    value = playbook.prices.order_value(family.id, "logo", quantity, 1, TODAY)
    assert freight is not None
    assert value is not None
    assert cell("cartons", quantity) == str(shipment.cartons)
    assert Decimal(cell("billable weight", quantity)) == weight
    assert Decimal(cell("rate", quantity)) == rate.price
    assert cell("base", quantity) == amount(base)
    assert cell("fuel 5 %", quantity) == amount(base * lane.service.fuel_share)
    assert cell("export declaration", quantity) == amount(lane.service.surcharges[0].fixed)
    assert cell("**freight by sea, €**", quantity) == amount(freight)
    assert cell("**order value, €**", quantity) == amount(value.total.amount)
    assert cell("**share**", quantity) == f"{freight / value.total.amount * 100:.2f} %"


def test_the_totals_of_the_worked_example_are_those_of_the_verdicts() -> None:
    small = assess(CANARIES, sample_company(), NOW)
    large = assess(replace(CANARIES, quantity=2400), sample_company(), NOW)
    parts = (Part(300, "air", date(2026, 12, 24)), Part(2100))
    split = assess(replace(CANARIES, quantity=2400, parts=parts), sample_company(), NOW)
    assert small.minimum_volume == 2400
    assert split.promise is not None
    air, sea = (part.transport.amount for part in split.promise.parts)
    assert large.total is not None
    assert split.total is not None
    assert split.budget_gap is not None
    for figure in (large.total.amount, air, sea, split.total.amount, split.budget_gap.amount):
        assert f"{figure:.2f} €" in TEXT
