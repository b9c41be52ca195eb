"""Conditions are checked when they are loaded, and know three values."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from viable.domain.reasons import ReasonCode, Verdict
from viable.domain.rules import FACTS, Expression, Fact, Facts, Rule, RuleError, evaluate

TODAY = date(2026, 11, 23)


def rule(when: str, since: date = TODAY, until: date | None = None) -> Rule:
    return Rule(
        "r",
        Expression(when),
        Verdict.DEFERRED,
        ReasonCode.VOLUME_TOO_LOW,
        "below_minimum",
        "sales",
        since,
        "here",
        until,
    )


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ("volumen > 5", "'volumen' is no fact that rules know; did you mean 'volume'?"),
        ("zone > 5", "no usable condition"),
        ("volume >", "no usable condition"),
        ("volume = 5", "no usable condition"),
        ("", "no usable condition"),
    ],
)
def test_a_condition_that_cannot_be_meant_is_refused_when_it_is_loaded(when: str, message: str) -> None:
    with pytest.raises(RuleError, match="no ") as refused:
        Expression(when)
    assert message in str(refused.value)


def test_a_condition_reads_like_prose_over_numbers_texts_and_truths() -> None:
    when = Expression('family == "bag" and volume * 2 < minimum_order and not is_remote')
    assert when.names == {"family", "volume", "minimum_order", "is_remote"}
    values: dict[str, Fact] = {
        "family": "bag",
        "volume": 499,
        "minimum_order": Decimal(1000),
        "is_remote": False,
    }
    assert when.holds(values)
    assert not when.holds(values | {"volume": 500})


def test_true_is_not_taken_for_one_nor_the_other_way_round() -> None:
    when = Expression("is_made")
    assert when.holds({"is_made": True})
    assert not when.holds({"is_made": False})


def test_a_known_fact_makes_a_rule_fire_or_pass() -> None:
    fired = evaluate([rule("volume < 5")], Facts({"volume": 4}), TODAY)
    passed = evaluate([rule("volume < 5")], Facts({"volume": 5}), TODAY)
    assert [one.id for one in fired.fired] == ["r"]
    assert passed.fired == ()
    assert passed.missing_answers == frozenset()


def test_a_pending_fact_asks_for_its_answer_and_neither_fires_nor_passes() -> None:
    found = evaluate([rule("volume < 5")], Facts({}, {"volume": ("volume",)}), TODAY)
    assert (found.fired, found.missing_answers) == ((), frozenset({"volume"}))


def test_a_pending_fact_fires_when_even_its_most_favourable_value_does() -> None:
    pending = {"days_late": ("location",)}
    late = evaluate([rule("days_late > 0")], Facts({"days_late": 3}, pending), TODAY)
    in_time = evaluate([rule("days_late > 0")], Facts({"days_late": 0}, pending), TODAY)
    assert len(late.fired) == 1
    assert (in_time.fired, in_time.missing_answers) == ((), frozenset({"location"}))


def test_an_unknown_figure_is_reported_and_neither_fires_nor_passes() -> None:
    found = evaluate([rule("margin_share < 1")], Facts({}, {}, {"margin_share": "price"}), TODAY)
    assert (found.fired, found.missing_figures) == ((), frozenset({"price"}))


def test_a_rule_on_a_fact_that_does_not_apply_is_left_out() -> None:
    found = evaluate([rule("transport_share > 0")], Facts({}), TODAY)
    assert found == evaluate([], Facts({}), TODAY)


def test_a_rule_holds_from_its_first_to_its_last_day() -> None:
    dated = rule("volume < 5", TODAY, TODAY + timedelta(days=1))
    days = [TODAY + timedelta(days=n) for n in (-1, 0, 1, 2)]
    fired = [len(evaluate([dated], Facts({"volume": 1}), day).fired) for day in days]
    assert fired == [0, 1, 1, 0]


def test_every_fact_is_described_in_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "logistics.md").read_text(encoding="utf-8")
    assert [name for name in FACTS if f"`{name}`" not in text] == []
