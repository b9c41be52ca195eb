"""A request refuses what no prospect can mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.sample_company import EASY
from viable.domain.errors import BadInput
from viable.domain.request import PICKUP, Part, Request


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"quantity": 0}, "at least 1 piece"),
        ({"quantity": -5}, "at least 1 piece"),
        ({"designs": 0}, "at least 1"),
        ({"customization": "gold"}, "expected one of"),
        ({"quantity": 10, "parts": (Part(4), Part(5))}, "add up to 10"),
        ({"quantity": 10, "parts": (Part(10), Part(0))}, "no pieces"),
    ],
)
def test_impossible_answers_are_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        replace(EASY, **changes)  # type: ignore[arg-type]  # the names are Request's own


def test_an_order_that_is_not_split_is_one_delivery() -> None:
    assert EASY.deliveries() == (Part(5000, None, EASY.deliver_by),)
    assert replace(EASY, is_pickup=True).deliveries()[0].service == PICKUP
    assert Request().deliveries() == ()


def test_another_quantity_is_one_delivery_again() -> None:
    split = replace(EASY, parts=(Part(2000), Part(3000)))
    assert split.with_quantity(1000).parts == ()


def test_an_own_size_is_at_least_a_specification() -> None:
    assert replace(EASY, size="own").work_level == "specification"
    assert replace(EASY, size="own", customization="tooling").work_level == "tooling"
    assert replace(EASY, size="standard", customization=None).work_level is None
