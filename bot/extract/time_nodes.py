"""The pieces that a time expression is put together from, and the rules that put them together.

A message becomes a row of nodes, each of one kind. A level holds rules, each a pattern over kinds and a builder;
what a pattern matches, its builder turns into one node of a higher kind. Levels run one after the other, so that
"finales del mes que viene" goes from words to a month, and from a month to its end. The patterns are regular
expressions over one character per kind, therefore linear and the same for all languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.extract.calendar import Period

_NAMES = """
    unknown stop comma dash slash num dec ord year last month weak_month guess_month weekday weak_weekday unit
    working next coming this previous the the_many of one a_few several a_couple half in during for by before
    before_end after from since to until between and or on begin middle end rest week_starting whole every
    every_adverb from_now later ago relative now quarter_sign week_sign end_of season holiday asap weak_asap
    flexible weak_flexible date day_month length day weekday_p week_p month_p quarter_p year_p range
""".split()
KIND = {name: chr(0x100 + position) for position, name in enumerate(_NAMES)}
NAME = {character: name for name, character in KIND.items()}
_CLASSES = {
    "MONTH": "[" + KIND["month"] + KIND["weak_month"] + "]",
    "WEEKDAY": "[" + KIND["weekday"] + KIND["weak_weekday"] + "]",
    "DAYS": "[" + KIND["day"] + KIND["weekday_p"] + "]",
    "PERIOD": "["
    + "".join(KIND[n] for n in ("day", "weekday_p", "week_p", "month_p", "quarter_p", "year_p"))
    + "]",
    "NUMBER": "[" + "".join(KIND[n] for n in ("num", "ord")) + "]",
    "AMOUNT": "[" + "".join(KIND[n] for n in ("num", "dec", "one", "a_few", "several", "a_couple")) + "]",
}
PERIODS = frozenset(KIND[n] for n in ("day", "weekday_p", "week_p", "month_p", "quarter_p", "year_p"))
_GRAIN_NODES = {"day": "day", "week": "week_p", "month": "month_p", "quarter": "quarter_p", "year": "year_p"}
# How far from now a year is likely to be meant as one.
PAST_YEARS, COMING_YEARS = 1, 12
_WORD = re.compile(r"[A-Z]+|[a-z_]+")


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of the message: its kind (a character of ``KIND``), what it is worth, and where it stands."""

    kind: str
    value: Any
    start: int
    end: int
    is_word: bool = False

    @property
    def name(self) -> str:
        return NAME[self.kind]


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment and day against which "tomorrow" is read, in the prospect's time zone."""

    now: datetime
    today: date


Build = Callable[[Sequence[Node], Clock], "Node | None"]
Rule = tuple[str, Build]


def node(nodes: Sequence[Node], name: str, value: object) -> Node:
    """A node of the named kind that spans the given ones."""
    return Node(KIND[name], value, nodes[0].start, nodes[-1].end)


def values(nodes: Sequence[Node], *names: str) -> list[Any]:
    """The values of the nodes of these kinds, in order."""
    kinds = {KIND[name] for name in names}
    return [found.value for found in nodes if found.kind in kinds]


def kinds_of(pattern: str) -> str:
    """The pattern as a regular expression over kinds' characters.

    Names of kinds stand for their character, names in capitals for a class; regular expression signs keep their
    meaning and spaces none.
    """
    written = _WORD.sub(lambda m: _CLASSES.get(m.group()) or KIND[m.group()], pattern)
    return written.replace(" ", "")


class Level:
    """Rules that are tried together; at one place the first rule listed that fits wins."""

    def __init__(self, *rules: Rule) -> None:
        patterns = [kinds_of(pattern) for pattern, _ in rules]
        self.builders = [build for _, build in rules]
        self.patterns = [re.compile(pattern) for pattern in patterns]
        self.any = re.compile("|".join(f"(?P<r{i}>{pattern})" for i, pattern in enumerate(patterns)))

    def apply(self, nodes: list[Node], clock: Clock) -> list[Node]:
        """The row with every match put together, left to right."""
        kinds = "".join([found.kind for found in nodes])
        result: list[Node] = []
        done = at = 0
        while match := self.any.search(kinds, at):
            built, end = self._build(nodes, kinds, match, clock)
            if built is None:
                at = match.start() + 1
                continue
            result += nodes[done : match.start()]
            result.append(built)
            done = at = end
        return result + nodes[done:] if done else nodes

    def _build(
        self, nodes: list[Node], kinds: str, match: re.Match[str], clock: Clock
    ) -> tuple[Node | None, int]:
        start, first = match.start(), int((match.lastgroup or "r0")[1:])
        for i in range(first, len(self.builders)):
            found = match if i == first else self.patterns[i].match(kinds, start)
            if found:
                built = self.builders[i](nodes[start : found.end()], clock)
                if built is not None:
                    return built, found.end()
        return None, start


def period_node(nodes: Sequence[Node], period: Period | None, name: str | None = None) -> Node | None:
    """A node for the period, of the kind of its grain."""
    return node(nodes, name or _GRAIN_NODES[period.grain], period) if period else None


def periods(nodes: Sequence[Node]) -> list[Period]:
    """The periods among the nodes, in order."""
    return [item.value for item in nodes if item.kind in PERIODS]


def month_of(nodes: Sequence[Node]) -> Period:
    """The first month among the nodes."""
    found: Period = next(item.value for item in nodes if item.kind == KIND["month_p"])
    return found
