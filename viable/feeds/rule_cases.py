"""The table of cases of every rule: facts in, fires or not; a rule without its cases is a problem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, StrictBool, field_validator

from viable.domain.errors import Problem
from viable.domain.rules import FACTS, NUMBER, TEXT, Fact, Rule
from viable.feeds.sources import Located, Sources

CASES = Path("tests/playbook/cases.yml")
AROUND_A_LIMIT = ("below", "at", "above")


class Case(BaseModel):
    """What one rule makes of one set of facts; ``name`` starts with below, at or above where a number decides."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str
    name: str
    facts: dict[str, StrictBool | Decimal | str]
    fires: bool

    @field_validator("facts", mode="after")
    @classmethod
    def _known(cls, facts: dict[str, bool | Decimal | str]) -> dict[str, bool | Decimal | str]:
        for name, value in facts.items():
            if name not in FACTS:
                raise ValueError(f"{name} is no fact that rules know")
            kind = FACTS[name][0]
            expected = Decimal if kind == NUMBER else str if kind == TEXT else bool
            if not isinstance(value, expected):
                raise ValueError(f"{name} is {value!r}, expected a {kind}")  # noqa: TRY004  pydantic takes ValueError
        return facts


def read_cases(text: str, shown: str = str(CASES)) -> tuple[list[Located[Case]], list[Problem]]:
    """The cases of a file with their lines, and what is wrong with it."""
    folder, _, name = shown.rpartition("/")
    sources = Sources({name: text}, folder)
    return sources.listed(name, "cases", Case), sources.problems


def problems_of_rules(
    rules: Iterable[Rule], cases: Sequence[Located[Case]], shown: str = str(CASES)
) -> list[Problem]:
    """Cases that come out differently, and rules that are not pinned down by cases on both sides of their limit."""
    by_id = {rule.id: rule for rule in rules}
    problems = []
    for line, case in cases:
        rule = by_id.get(case.rule)
        if rule is None:
            there = ", ".join(by_id)
            problems.append(Problem(shown, line, f"there is no rule {case.rule!r}; there are {there}"))
            continue
        lacking = sorted(rule.when.names - case.facts.keys())
        if lacking:
            problems.append(
                Problem(shown, line, f"{case.rule}, {case.name}: no value for {', '.join(lacking)}")
            )
        elif rule.when.holds(_facts(case)) != case.fires:
            expected = "to fire" if case.fires else "not to fire"
            problems.append(Problem(shown, line, f"{case.rule}, {case.name}: expected {expected}"))
    for rule in by_id.values():
        own = [case for _, case in cases if case.rule == rule.id]
        problems += [Problem(shown, None, f"rule {rule.id}: {lack}") for lack in _lacks(rule, own)]
    return problems


def _facts(case: Case) -> dict[str, Fact]:
    return dict(case.facts)


def _lacks(rule: Rule, cases: Sequence[Case]) -> list[str]:
    if not cases:
        return ["no case at all"]
    lacks = []
    if {case.fires for case in cases} != {True, False}:
        lacks.append("expected a case that fires and one that does not")
    if any(FACTS[name][0] == NUMBER for name in rule.when.names):
        missing = [side for side in AROUND_A_LIMIT if not any(c.name.startswith(side) for c in cases)]
        if missing:
            lacks.append(f"no case {', '.join(missing)} its limit")
    return lacks
