"""The promise against the earliest date that any plan could reach; thousands of cases in ``bench/viability_promise.py``."""

from __future__ import annotations

from tests.oracle.measure import Lateness, lateness_of


def test_no_promise_is_earlier_than_any_plan_could_be_and_few_are_a_week_later() -> None:
    found = Lateness()
    for seed in range(150):
        found.count(lateness_of(seed))
    assert found.earlier_than_bound == 0, found
    assert found.one_week_later <= 0.02 * found.cases, found
    assert found.later <= 0.01 * found.cases, found
