"""Lengths of time: "3 semanas", "mes y medio", "2-3 weeks", "10 días laborables"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.extract.calendar import add_days, add_months, add_working_days
from bot.extract.model import Context, Text
from bot.extract.time_nodes import KIND, Clock, Level, Node, node, values
from bot.extract.time_tokens import time_nodes

HOUR, DAY_SECONDS = 3600.0, 86400.0
# A month counts 30 days and a year 365, as in the data that the figures are measured on.
SECONDS = {
    "second": 1.0, "minute": 60.0, "hour": HOUR, "day": DAY_SECONDS, "night": DAY_SECONDS,
    "week": 7 * DAY_SECONDS, "weekend": 2 * DAY_SECONDS, "working_week": 7 * DAY_SECONDS, "fortnight": 14 * DAY_SECONDS, "month": 30 * DAY_SECONDS,
    "bimester": 60 * DAY_SECONDS, "quarter": 90 * DAY_SECONDS, "season": 90 * DAY_SECONDS,
    "third": 120 * DAY_SECONDS, "half": 182.5 * DAY_SECONDS, "year": 365 * DAY_SECONDS, "decade": 3650 * DAY_SECONDS,
}  # fmt: skip
MONTHS = {
    "month": 1,
    "bimester": 2,
    "quarter": 3,
    "season": 3,
    "third": 4,
    "half": 6,
    "year": 12,
    "decade": 120,
}
GRAINS = {"second": "day", "minute": "day", "hour": "day", "night": "day", "weekend": "day", "day": "day",
          "week": "week", "working_week": "week", "fortnight": "week", "year": "year", "decade": "year"}  # fmt: skip
_LARGEST = 1200  # units; more is no time that anybody plans with
_MOST_OR = 4  # "a week or two", hardly "a week or nine"


@dataclass(frozen=True)
class Length:
    """A length of time: calendar months, and what months don't measure in seconds."""

    months: float
    seconds: float
    total_seconds: float
    grain: str
    is_working: bool = False
    low: Length | None = None
    is_whole: bool = False
    unit: str = ""
    amount: float = 0.0

    def after(self, clock: Clock) -> date:
        """The day that the length reaches, counted from now."""
        if self.grain == "day" and self.seconds % DAY_SECONDS and not self.months:
            return (clock.now + timedelta(seconds=min(self.seconds, 1e9))).date()
        return self.after_day(clock.today)

    def after_day(self, day: date, sign: int = 1) -> date:
        """The day that lies so much later, or earlier with sign -1."""
        days = math.ceil(self.seconds / DAY_SECONDS - 0.01)
        if self.is_working and sign > 0:
            return add_working_days(day, min(days, _LARGEST))
        whole = int(self.months)
        days += round((self.months - whole) * 30)
        return add_days(add_months(day, sign * whole), sign * days)

    def plus(self, other: Length) -> Length:
        return Length(
            self.months + other.months,
            self.seconds + other.seconds,
            self.total_seconds + other.total_seconds,
            other.grain,
            self.is_working or other.is_working,
        )


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in seconds read from ``text[start:end]``; ``low`` and ``high`` differ for "2-3 weeks"."""

    low: float
    high: float
    start: int
    end: int

    @property
    def seconds(self) -> float:
        return self.high


def find_durations(text: Text, context: Context) -> list[Duration]:
    """The message's lengths of time, in order ("3 semanas" → 1,814,400 s)."""
    clock = Clock(context.now, context.now.date())
    row = measured(time_nodes(text, context.language), clock)
    row = _SOLE_LENGTHS.apply(row, clock)
    found = [item for item in row if item.kind == KIND["length"]]
    return [
        Duration((n.value.low or n.value).total_seconds, n.value.total_seconds, n.start, n.end) for n in found
    ]


def measured(row: list[Node], clock: Clock) -> list[Node]:
    """The row with numbers and lengths of time put together."""
    row = _NUMBERS.apply(row, clock)
    return _SUMS.apply(_LENGTHS.apply(row, clock), clock)


def length_of(unit: str, amount: float, *, is_working: bool = False) -> Length | None:
    """So many units; None when nobody would count so many."""
    if not 0 <= amount <= _LARGEST:
        return None
    months = amount * MONTHS.get(unit, 0)
    seconds = 0.0 if unit in MONTHS else amount * SECONDS[unit]
    grain = GRAINS.get(unit, "month")
    return Length(months, seconds, amount * SECONDS[unit], grain, is_working, unit=unit, amount=amount)


def amount_of(item: Node) -> float:
    """What a node of an amount counts: "unos" three, "par" two, "1,5" one and a half."""
    vague = {"one": 1, "a_few": 3, "several": 4, "a_couple": 2, "half": 0.5}
    if isinstance(item.value, str) and item.value in vague:
        return vague[item.value]
    if isinstance(item.value, str):
        whole, *rest = item.value.replace(",", ".").split(".")
        return float(f"{whole}.{rest[0]}") if len(rest) == 1 and len(rest[0]) < 3 else float(_LARGEST + 1)
    return float(item.value)


_AMOUNTS = {KIND[name] for name in ("num", "dec", "one", "a_few", "several", "a_couple")}


def _amounts(nodes: Sequence[Node]) -> list[float]:
    return [amount_of(item) for item in nodes if item.kind in _AMOUNTS]


def _length(nodes: Sequence[Node], amount: float, unit: str, low: Length | None = None) -> Node | None:
    length = length_of(unit, amount, is_working=bool(values(nodes, "working")))
    if length is None:
        return None
    return node(nodes, "length", Length(**{**length.__dict__, "low": low}) if low else length)


def _tens(nodes: Sequence[Node], _: Clock) -> Node | None:
    first, last = nodes[0], nodes[-1]
    is_pair = first.value in range(20, 100, 10) and 1 <= last.value <= 9 and first.is_word and last.is_word
    return Node(last.kind, first.value + last.value, first.start, last.end, is_word=True) if is_pair else None


def _plain(nodes: Sequence[Node], _: Clock) -> Node | None:
    counted = _amounts(nodes)
    amount = counted[-1]
    if len(counted) == 2 and counted[0] != 1:  # "unos 3 meses" and "a few" count once, "2 par" is nothing
        amount = counted[1] if nodes[0].name in {"a_few", "several"} else counted[0]
    return _length(nodes, amount, values(nodes, "unit")[-1])


def _between(nodes: Sequence[Node], _: Clock) -> Node | None:
    unit = values(nodes, "unit")[-1]
    counted = _amounts(nodes)
    low, high = length_of(unit, counted[0]), length_of(unit, counted[-1])
    if low is None or high is None or high.total_seconds < low.total_seconds:
        return None
    return _length(nodes, counted[-1], unit, low)


def _or_more(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "una semana o dos", "a month or two"."""
    unit, most = values(nodes, "unit")[0], values(nodes, "num")[0]
    return _length(nodes, most, unit, length_of(unit, 1)) if 1 < most <= _MOST_OR else None


def _and_half(nodes: Sequence[Node], _: Clock) -> Node | None:
    counted = _amounts(nodes[:-1]) or [1.0]
    return _length(nodes, counted[0] + 0.5, values(nodes, "unit")[0])


def _half(nodes: Sequence[Node], _: Clock) -> Node | None:
    return _length(nodes, 0.5, values(nodes, "unit")[0])


def _quarter_hours(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "tres cuartos de hora", "one and a quarter year": the fourth part of the last unit."""
    fourths = [n for n in nodes if n.value in {"quarter", 4} and n.name in {"unit", "ord"}]
    unit = values(nodes, "unit")[-1]
    if len(fourths) != 1 or (unit == "quarter" and nodes[-1] is fourths[0]):
        return None
    at = list(nodes).index(fourths[0])
    joint = next((i for i, n in enumerate(nodes) if n.name == "and"), -1)
    whole = (_amounts(nodes[:joint]) or [0.0])[0] if joint >= 0 else 0.0
    count = (_amounts(nodes[joint + 1 : at]) or [1.0])[-1]
    return _length(nodes, whole + count / 4, unit)


def _fraction(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "3/4 h"; of longer units, "3/4 semanas" are three or four."""
    top, bottom = values(nodes, "day_month")[0][2]
    unit = values(nodes, "unit")[0]
    if top < bottom and unit in {"day", "week", "month"}:
        return _length(nodes, bottom, unit, length_of(unit, top))
    return _length(nodes, top / bottom, unit) if top < bottom <= 4 else None


def _whole(nodes: Sequence[Node], _: Clock) -> Node | None:
    length = length_of(values(nodes, "unit")[0], 1)
    return node(nodes, "length", Length(**{**length.__dict__, "is_whole": True})) if length else None


def _sum(nodes: Sequence[Node], _: Clock) -> Node | None:
    total: Length | None = None
    for length in values(nodes, "length"):
        if length.low or length.is_whole or (total and length.total_seconds == total.total_seconds):
            return None
        total = total.plus(length) if total else length
    return node(nodes, "length", total)


def _and_minutes(nodes: Sequence[Node], _: Clock) -> Node | None:
    first, minutes = nodes[0].value, nodes[-1].value
    if first.seconds % HOUR or not 0 < first.seconds < DAY_SECONDS or not 5 <= minutes < 60:
        return None
    extra = length_of("minute", minutes)
    return node(nodes, "length", first.plus(extra)) if extra else None


def _sole(nodes: Sequence[Node], _: Clock) -> Node | None:
    return _length(nodes, 1, values(nodes, "unit")[0]) if nodes[-1].value in {"weekend", "half"} else None


def _marked(nodes: Sequence[Node], _: Clock) -> Node | None:
    units = {"'": "minute", "’": "minute", '"': "second"}
    return _length(nodes, amount_of(nodes[0]), units[nodes[1].value]) if nodes[1].value in units else None


def _tens_of_ordinals(nodes: Sequence[Node], _: Clock) -> Node | None:
    first, last = nodes
    is_pair = first.value in {20, 30} and last.value <= 9
    return node(nodes, "ord", first.value + last.value) if is_pair else None


def _mixed(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "five and a half minutes" and "una y media hora"."""
    if not values(nodes, "half"):
        return None
    return _length(nodes, amount_of(nodes[0]) + 0.5, values(nodes, "unit")[0])


def _years_and_quarter(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "one year and a quarter"."""
    if nodes[-1].value not in {"quarter", 4} or values(nodes, "unit")[0] == "quarter":
        return None
    return _length(nodes, _amounts(nodes)[0] + 0.25, values(nodes, "unit")[0])


def _year_in_words(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "dos mil veintisiete", "two thousand and eighteen", which may be a count as well."""
    thousands, thousand, *rest = values(nodes, "num")
    is_year = (thousands, thousand) == (2, 1000) and all(item.is_word for item in nodes) and sum(rest) < 100
    return node(nodes, "year", 2000 + sum(rest)) if is_year else None


_NUMBERS = Level(
    ("num num and? num and num", _year_in_words),
    ("num num and? num num", _year_in_words),
    ("num num and? num", _year_in_words),
    ("num (and|dash)? num", _tens),
    ("num dash? ord", _tens),
    ("ord ord", _tens_of_ordinals),
)


_LENGTHS = Level(
    ("(num|one) and one? half unit", _mixed),
    ("(num|one) and (num|one)? (ord|unit) of? one? unit", _quarter_hours),
    ("(num|one)? (ord|unit) of one? unit", _quarter_hours),
    ("(num|one) unit and one? (ord|unit)", _years_and_quarter),
    ("AMOUNT of? (and|or|dash|slash|to) the? AMOUNT of? dash? working? unit working?", _between),
    ("one unit or num (?!unit|MONTH|year|slash|dash)", _or_more),
    ("(num|one) unit and one? half", _and_half),
    ("one? unit and half", _and_half),
    ("half of? one? unit", _half),
    ("one half unit", _half),
    ("a_few? AMOUNT? AMOUNT of? dash? working? unit working?", _plain),
    ("day_month of? unit", _fraction),
    ("whole dash? the? unit", _whole),
)


_SUMS = Level(
    ("length ((and|comma)? length){1,4}", _sum),
    ("length and? num", _and_minutes),
)
_SOLE_LENGTHS = Level(
    ("(num|dec) unknown", _marked),
    ("unit", _sole),
)
