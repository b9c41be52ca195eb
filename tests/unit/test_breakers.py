"""When circuit breakers trip, when they close again, and that they don't flap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viable.domain.breakers import Breaker, BreakerLimits, State, Transition, observe
from viable.domain.errors import BadInput

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
LIMITS = BreakerLimits()
HOUR = timedelta(hours=1)


def after(state: State, ratio: float, passed: timedelta = timedelta(days=2)) -> State:
    breaker = Breaker("company", state, START)
    return observe(breaker, ratio, START + passed, LIMITS)[0].state


@pytest.mark.parametrize(
    ("before", "ratio", "expected"),
    [
        ("closed", 0.999, "closed"),
        ("closed", 1.0, "warning"),
        ("closed", 1.199, "warning"),
        ("closed", 1.2, "open"),
        ("warning", 1.2, "open"),
        ("warning", 0.92, "warning"),
        ("warning", 0.919, "closed"),
        ("open", 1.1, "open"),
        ("open", 1.099, "warning"),
        ("open", 0.919, "closed"),
    ],
)
def test_states_change_at_their_limits(before: State, ratio: float, expected: State) -> None:
    assert after(before, ratio) == expected


def test_getting_worse_counts_at_once_and_getting_better_after_the_dwell() -> None:
    assert after("warning", 1.25, timedelta(seconds=1)) == "open"
    assert after("open", 0.5, LIMITS.minimum_dwell - HOUR) == "open"
    assert after("open", 0.5, LIMITS.minimum_dwell) == "closed"


def test_a_transition_carries_its_cause() -> None:
    breaker, transition = observe(Breaker("family:bag", "closed", START), 1.23, START + HOUR, LIMITS)
    assert transition == Transition("family:bag", "closed", "open", START + HOUR, 1.23, 1.2)
    assert breaker == Breaker("family:bag", "open", START + HOUR, 1.23)


def test_a_state_that_stays_keeps_its_start_and_remembers_the_ratio() -> None:
    breaker, transition = observe(Breaker("company", "warning", START), 1.05, START + HOUR, LIMITS)
    assert transition is None
    assert breaker == Breaker("company", "warning", START, 1.05)


def test_a_reading_from_a_slow_clock_changes_nothing() -> None:
    breaker = Breaker("company", "closed", START)
    assert observe(breaker, 2.0, START - HOUR, LIMITS) == (breaker, None)


@pytest.mark.parametrize("ratio", [-0.1, float("nan")])
def test_a_ratio_that_is_none_is_refused(ratio: float) -> None:
    with pytest.raises(BadInput, match="no figure to act on"):
        observe(Breaker("company", "closed", START), ratio, START, LIMITS)


def test_limits_that_would_flap_are_refused() -> None:
    with pytest.raises(BadInput, match="resume_below < warn_at"):
        BreakerLimits(resume_below=1.0)
    with pytest.raises(BadInput, match="ease_below < open_at"):
        BreakerLimits(ease_below=1.2)
    with pytest.raises(BadInput, match="dwell"):
        BreakerLimits(minimum_dwell=-HOUR)


def run(ratios: list[float], every: timedelta) -> list[Transition]:
    breaker, found = Breaker("company", "closed", START), []
    for n, ratio in enumerate(ratios):
        breaker, transition = observe(breaker, ratio, START + n * every, LIMITS)
        if transition:
            found.append(transition)
    return found


@given(st.lists(st.floats(0.99, 1.01), max_size=200))
def test_a_load_around_100_percent_changes_the_state_at_most_once(ratios: list[float]) -> None:
    assert len(run(ratios, HOUR)) <= 1


@given(st.lists(st.floats(1.11, 1.3), max_size=200))
def test_a_load_around_120_percent_warns_and_opens_at_most_once(ratios: list[float]) -> None:
    assert len(run(ratios, HOUR)) <= 2


@given(st.lists(st.floats(0, 3), max_size=300))
def test_nothing_gets_better_before_its_state_has_dwelt(ratios: list[float]) -> None:
    rank = {"closed": 0, "warning": 1, "open": 2}
    for first, second in pairwise(run(ratios, timedelta(minutes=20))):
        if rank[second.after] < rank[second.before]:
            assert second.at - first.at >= LIMITS.minimum_dwell


def test_a_load_that_goes_from_80_to_130_percent_and_back_trips_and_closes_once() -> None:
    steps = [80, 90, 95, 101, 110, 121, 130, 125, 115, 109, 100, 95, 91, 85]
    found = run([step / 100 for step in steps], timedelta(days=1))
    assert [(one.before, one.after) for one in found] == [
        ("closed", "warning"),
        ("warning", "open"),
        ("open", "warning"),
        ("warning", "closed"),
    ]
