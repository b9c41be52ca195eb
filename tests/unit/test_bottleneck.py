"""Which resource limits, what relieving it buys, and which one is next."""

from __future__ import annotations

from datetime import timedelta
from math import inf

import pytest

from tests.small_factory import MONDAY, capacity, model, packing, pressing
from viable.domain.bottleneck import Bottleneck, Fullness, bottleneck_of, load_ratios, usual_operations
from viable.domain.routings import Alternate, CustomizationClass, Operation


def of(taken: dict[str, list[float]], weeks: int = 2, family: str | None = None) -> Bottleneck:
    return bottleneck_of(
        capacity(taken), model(pressing(), packing()), now=MONDAY, weeks=weeks, family=family
    )


def test_the_fullest_resource_limits_and_the_second_is_next() -> None:
    found = of({"press": [40, 30], "packing": [20, 36]})
    assert found.now.resource == "press"
    assert found.now.ratio == pytest.approx(0.875)
    assert found.next is not None
    assert found.next.resource == "packing"
    assert found.next.ratio == pytest.approx(0.7)


def test_relief_helps_until_the_next_one_binds() -> None:
    found = Bottleneck((Fullness("cnc", 83.8, 100), Fullness("cutting", 78.8, 100)), ())
    assert found.useful_relief == pytest.approx(0.0635, abs=1e-4)
    assert found.gain(0.04) == 0.04
    assert found.gain(0.25) == found.useful_relief


def test_two_equally_full_resources_gain_nothing_from_relieving_one() -> None:
    found = of({"press": [30, 30], "packing": [30, 30]})
    assert found.useful_relief == 0
    assert found.now.resource == "packing", "ties go by name"


def test_a_single_loaded_resource_has_no_next_one_to_bind() -> None:
    assert of({"press": [10]}).useful_relief == inf


def test_the_forecast_names_the_fullest_resource_of_each_week() -> None:
    found = of({"press": [40, 10], "packing": [20, 36]})
    weeks = [(one.week, one.fullest.resource if one.fullest else None) for one in found.forecast]
    assert weeks == [(MONDAY, "press"), (MONDAY + timedelta(weeks=1), "packing")]


def test_a_week_in_which_nobody_works_has_no_bottleneck() -> None:
    found = bottleneck_of(capacity(hours=0.0), model(), now=MONDAY, weeks=1)
    assert found.forecast[0].fullest is None


def test_a_family_is_only_limited_by_its_own_resources() -> None:
    taken: dict[str, list[float]] = {"old_press": [40, 40], "packing": [20, 20]}
    assert of(taken).now.resource == "old_press"
    assert of(taken, family="box").now.resource == "packing"


@pytest.mark.parametrize(("ratio", "factor"), [(0.85, 5.67), (0.95, 19.0), (1.0, inf)])
def test_queues_grow_without_end_towards_100_percent(ratio: float, factor: float) -> None:
    assert Fullness("press", ratio * 100, 100).queue_factor == pytest.approx(factor, abs=0.01)


def test_work_planned_where_nobody_works_is_infinitely_full() -> None:
    assert Fullness("press", 5, 0).ratio == inf


def test_load_ratios_cover_every_resource_the_family_and_the_company() -> None:
    taken: dict[str, list[float]] = {"press": [44, 44], "packing": [20, 20]}
    found = load_ratios(capacity(taken), model(pressing(), packing()), now=MONDAY, weeks=2)
    assert found == pytest.approx(
        {
            "resource:press": 1.1,
            "resource:old_press": 0.0,
            "resource:packing": 0.5,
            "family:box": 1.1,
            "company": 1.1,
        }
    )


def test_an_alternate_relieves_a_family_by_what_it_can_really_make() -> None:
    taken: dict[str, list[float]] = {"press": [45]}
    found = load_ratios(capacity(taken), model(pressing(spare=True)), now=MONDAY, weeks=1)
    assert found["family:box"] == pytest.approx(45 / (40 + 20)), "the old press makes half as much an hour"


def test_an_operation_that_few_levels_need_is_not_what_a_family_is_judged_by() -> None:
    rare = Operation("rare", 15, (Alternate("old_press", 1.0),))
    usual = Operation("usual", 5, (Alternate("old_press", 0.1),))
    levels = [
        CustomizationClass("none"),
        CustomizationClass("logo", extra_operations=(usual,)),
        CustomizationClass("colour", extra_operations=(usual, rare)),
    ]
    names = [one.id for one in usual_operations(model(customizations=levels), "box")]
    assert names == ["usual", "pressing", "packing"]
