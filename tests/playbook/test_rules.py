"""Every rule of the sample playbook does what its table of cases says."""

from __future__ import annotations

from pathlib import Path

import pytest

from viable.domain.playbook import Playbook
from viable.feeds.playbook_files import load_playbook
from viable.feeds.rule_cases import CASES, problems_of_rules, read_cases

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    return load_playbook(PROJECT / "playbook")


def test_every_case_comes_out_as_written_and_every_rule_has_its_cases(playbook: Playbook) -> None:
    cases, problems = read_cases((PROJECT / CASES).read_text(encoding="utf-8"))
    assert problems + problems_of_rules(playbook.rules, cases) == []


def test_a_rule_without_cases_is_a_problem(playbook: Playbook) -> None:
    cases, _ = read_cases((PROJECT / CASES).read_text(encoding="utf-8"))
    others = [case for case in cases if case.value.rule != "minimum-order"]
    problems = [str(problem) for problem in problems_of_rules(playbook.rules, others)]
    assert problems == ["tests/playbook/cases.yml: rule minimum-order: no case at all"]


def test_a_rule_on_a_number_needs_a_case_below_at_and_above_its_limit(playbook: Playbook) -> None:
    cases, _ = read_cases((PROJECT / CASES).read_text(encoding="utf-8"))
    others = [case for case in cases if (case.value.rule, case.value.name) != ("minimum-order", "at")]
    problems = [str(problem) for problem in problems_of_rules(playbook.rules, others)]
    assert problems == ["tests/playbook/cases.yml: rule minimum-order: no case at its limit"]


def test_a_case_that_comes_out_differently_names_its_line(playbook: Playbook) -> None:
    text = "cases:\n- {rule: decision-maker, name: decides, facts: {authority: decides}, fires: true}\n"
    cases, _ = read_cases(text)
    first = str(problems_of_rules(playbook.rules, cases)[0])
    assert first == "tests/playbook/cases.yml:2: decision-maker, decides: expected to fire"


def test_a_case_with_a_fact_of_the_wrong_type_is_a_problem() -> None:
    text = "cases:\n- {rule: minimum-order, name: at, facts: {volume: many}, fires: true}\n"
    _, problems = read_cases(text)
    assert "volume is 'many', expected a number" in str(problems[0])
    assert problems[0].line == 2
