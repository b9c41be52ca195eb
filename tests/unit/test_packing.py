"""How many pieces a volume means."""

from __future__ import annotations

import pytest

from tests.sample_company import sample_playbook
from viable.domain.packing import quantity_in_pieces


def pieces(amount: object, unit: str | None, family: str | None = "folding_carton") -> int | None:
    return quantity_in_pieces({"min": amount, "max": amount, "unit": unit}, family, sample_playbook())


def test_a_bare_number_counts_pieces_even_before_the_product_is_known() -> None:
    assert pieces(500, None, None) == 500


def test_boxes_are_pieces_where_the_product_is_boxes_and_cartons_where_it_is_not() -> None:
    assert pieces(500, "box", "shipping_box") == 500
    assert pieces(20, "box", "bag") == 20 * 250


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        (1, "pallet", 6000),
        (0.5, "pallet", 3000),
        (1, "container_20", 11 * 6000),
        (2, "container_40", 2 * 24 * 6000),
        (90, "kg", 3000),
        (1, "tonne", 33334),
        ("0.36", "m3", 3000),
    ],
)
def test_other_units_come_from_the_packing_data(amount: object, unit: str, expected: int) -> None:
    assert pieces(amount, unit) == expected


def test_a_unit_that_says_nothing_about_pieces_gives_none() -> None:
    assert pieces(5, "litre") is None
    assert pieces(5, "pallet", None) is None


def test_a_range_counts_with_its_upper_end_and_an_open_one_with_the_end_it_has() -> None:
    playbook = sample_playbook()
    assert quantity_in_pieces({"min": 500, "max": 800, "unit": "piece"}, "bag", playbook) == 800
    assert quantity_in_pieces({"min": 500, "max": None, "unit": "piece"}, "bag", playbook) == 500
    assert quantity_in_pieces({"min": None, "max": 800, "unit": "piece"}, "bag", playbook) == 800


@pytest.mark.parametrize("amount", [None, 0, -5, "NaN", "Infinity", "many", "1e30", 2_000_000_000])
def test_what_is_no_amount_gives_none(amount: object) -> None:
    assert pieces(amount, "piece") is None
