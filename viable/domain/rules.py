"""Playbook rules: expressions over named facts, type-checked when they are loaded.

Three values, never two. A fact is *known*; or *pending*, because the prospect has not answered yet; or *unknown*, because a
figure is missing. A rule on a pending fact neither passes nor fails: the answer is asked for. A rule on an unknown figure goes to
a person. A fact that is none of these does not apply (freight on a pick-up), and rules that name it are left out.

A pending fact may have a most favourable value already: transport costs at least nothing. A rule that fires even on that is a
red flag, whatever the answer will be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

import rule_engine

from viable.domain.errors import BadInput
from viable.domain.reasons import ReasonCode, Verdict

type Fact = bool | int | Decimal | str

REMEMBERED = 256
"""Answers that each condition keeps, latest used first."""

NUMBER = "number"
TEXT = "text"
TRUTH = "yes or no"

FACTS: Mapping[str, tuple[str, str]] = {
    "is_made": (TRUTH, "what the prospect needs is something the company makes"),
    "family": (TEXT, "id of the product family"),
    "volume": (NUMBER, "pieces asked for"),
    "minimum_order": (NUMBER, "pieces below which this family is not offered"),
    "designs": (NUMBER, "different artworks"),
    "customization": (TEXT, "level of customization; an own size counts as specification"),
    "is_standard": (TRUTH, "that level is standard for this family"),
    "authority": (TEXT, "decides, shares or none"),
    "is_place_known": (TRUTH, "the destination is known, or the goods are picked up"),
    "is_served": (TRUTH, "the destination lies in a zone"),
    "zone": (TEXT, "id of the destination's zone"),
    "is_remote": (TRUTH, "carriers count the zone as remote"),
    "needs_customs": (TRUTH, "an export declaration is made for the zone"),
    "is_service_available": (TRUTH, "the service asked for goes to the destination"),
    "days_until_deadline": (NUMBER, "calendar days from today to the day asked for"),
    "days_late": (NUMBER, "calendar days by which the promise misses the day asked for; 0 in time"),
    "is_faster_way_in_time": (TRUTH, "late, but a faster service would be in time"),
    "volume_in_time": (NUMBER, "pieces that can be there by the day asked for"),
    "is_promisable": (TRUTH, "all pieces can be made within the known weeks"),
    "order_value": (NUMBER, "goods, set-ups and tooling by the price list"),
    "transport_cost": (NUMBER, "the cheapest way there"),
    "transport_share": (NUMBER, "the cheapest way there ÷ order value"),
    "transport_watch": (NUMBER, "amber limit of that share for family and zone"),
    "transport_limit": (NUMBER, "red limit of that share for family and zone"),
    "on_time_share": (NUMBER, "on-time record of carrier and zone"),
    "margin_share": (NUMBER, "contribution margin ÷ order value"),
    "minimum_margin": (NUMBER, "contribution margin below which an order is not worth it"),
    "budget": (NUMBER, "the most the prospect wants to spend, in the company's currency"),
    "budget_gap": (NUMBER, "what the total exceeds the budget by, on the basis it was given on"),
    "smallest_total": (NUMBER, "total of the minimum order, on the same basis"),
    "capacity_age_hours": (NUMBER, "age of the capacity figures"),
    "capacity_age_limit_hours": (NUMBER, "age from which they promise nothing"),
}
"""Every name that a rule may use: type and meaning."""

_TYPES = {
    NUMBER: rule_engine.DataType.FLOAT,
    TEXT: rule_engine.DataType.STRING,
    TRUTH: rule_engine.DataType.BOOLEAN,
}


class RuleError(BadInput):
    """An expression that cannot be used: says why and what was expected."""


class Expression:
    """A type-checked condition over ``FACTS``."""

    def __init__(self, text: str) -> None:
        """Compile the condition.

        Raises:
            RuleError: broken syntax, an unknown name, or values of different types compared.
        """
        resolver = rule_engine.type_resolver_from_dict(
            {name: _TYPES[kind] for name, (kind, _) in FACTS.items()}
        )
        context = rule_engine.Context(type_resolver=resolver)
        try:
            self._rule = rule_engine.Rule(text, context=context)
        except rule_engine.errors.SymbolResolutionError as error:
            hint = f"; did you mean {error.suggestion!r}?" if error.suggestion else ""
            raise RuleError(f"{error.symbol_name!r} is no fact that rules know{hint}") from error
        except rule_engine.errors.EngineError as error:
            raise RuleError(f"{text!r} is no usable condition: {error.message}") from error
        self.text = text
        self.names: frozenset[str] = frozenset(context.symbols)
        self._order = tuple(sorted(self.names))
        self._known = lru_cache(maxsize=REMEMBERED)(self._matches)

    def holds(self, values: Mapping[str, Fact]) -> bool:
        """Whether the condition is true; every one of ``names`` must have a value.

        Counter-offers change one fact or two, so most conditions are asked the same question many times over.
        """
        return self._known(tuple(values[name] for name in self._order))

    def _matches(self, values: tuple[Fact, ...]) -> bool:
        return bool(self._rule.matches(dict(zip(self._order, values, strict=True))))


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the playbook.

    Attributes:
        verdict: ``qualified`` makes it a remark for the rep, not a reason against the lead.
        say: stem of the response; empty for remarks.
        owner: who may change it; ``reference`` says where it comes from.
    """

    id: str
    when: Expression
    verdict: Verdict
    reason: ReasonCode
    say: str
    owner: str
    valid_from: date
    reference: str
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a request.

    Attributes:
        values: by name; of a pending fact the most favourable value, where there is one.
        pending: answers that are still needed to know a fact for certain, by its name.
        unknown: figure that a person must supply, by the fact that lacks it.
    """

    values: Mapping[str, Fact]
    pending: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules say: those that fired in playbook order, answers and figures that others wait for."""

    fired: tuple[Rule, ...]
    missing_answers: frozenset[str]
    missing_figures: frozenset[str]


def evaluate(rules: Iterable[Rule], facts: Facts, on: date) -> Findings:
    """Every rule in force on that day, applied to the facts."""
    fired: list[Rule] = []
    answers: set[str] = set()
    figures: set[str] = set()
    for rule in rules:
        if not rule.holds_on(on):
            continue
        names = rule.when.names
        figures.update(facts.unknown[name] for name in names & facts.unknown.keys())
        if names <= facts.values.keys() and rule.when.holds(facts.values):
            fired.append(rule)
        elif names <= facts.values.keys() | facts.pending.keys():
            answers.update(_pending(names, facts))
    return Findings(tuple(fired), frozenset(answers), frozenset(figures))


def _pending(names: Iterable[str], facts: Facts) -> Sequence[str]:
    return [answer for name in names for answer in facts.pending.get(name, ())]
