"""All dates and periods of a message, with the word that says on which side of them something lies."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from bot.extract.calendar import Period, add_days
from bot.extract.duration import Length, measured
from bot.extract.model import Context, Text
from bot.extract.time_atoms import ATOMS
from bot.extract.time_compounds import COMPOUNDS, WEEKS
from bot.extract.time_nodes import KIND, PERIODS, Clock, Node
from bot.extract.time_phrases import DISTANCES, LOOSE, PHASES, RANGES, distance
from bot.extract.time_tokens import time_nodes

_LEVELS = (ATOMS, COMPOUNDS, WEEKS, COMPOUNDS, PHASES, DISTANCES, PHASES, RANGES, LOOSE)
_BOUNDS = frozenset(
    "before before_end after previous from since until by for in during on between to".split()
)
_IDIOMS = frozenset("asap weak_asap flexible weak_flexible".split())
_TELLING = """
    month weak_month guess_month weekday weak_weekday unit relative now quarter_sign week_sign end_of season
    holiday asap weak_asap flexible weak_flexible date day_month year ord every_adverb
""".split()
# Something in the row that can be a time at all; a number can only after "el" or "on", or as a pair "17-2".
_ANCHOR = re.compile(
    "[{telling}]|[{articles}][{numbers}]|^{num}{dash}{num}$".format(
        telling="".join(KIND[name] for name in _TELLING),
        articles=KIND["the"] + KIND["on"],
        numbers=KIND["num"] + KIND["dec"],
        num=KIND["num"],
        dash=KIND["dash"],
    )
)


@dataclass(frozen=True)
class Reading:
    """What one place of a message says about time.

    Attributes:
        name: "period", "length", "every" or an idiom ("asap", "weak_asap", "flexible", "weak_flexible").
        start, end: first and last day meant, both included; None where open.
        grain: day, week, month, quarter or year; of an "every" the unit that is repeated.
        first, last: offsets of the words it was read from.
        bound: kind of the word before it ("before", "for", …), "" without one.
        is_interval: both ends were said.
        is_weak: the words alone may well mean something else.
        part: "past", "now", "loose" ("la semana"), "doubtful" ("3/4") or "bare" ("el 15") when it is that.
    """

    name: str
    start: date | None
    end: date | None
    grain: str
    first: int
    last: int
    bound: str = ""
    is_interval: bool = False
    is_weak: bool = False
    part: str | None = None


@dataclass(frozen=True)
class DateRange:
    """Days from ``start`` to ``end_inclusive`` as read from ``text[start_offset:end_offset]``; None is open."""

    start: date | None
    end_inclusive: date | None
    grain: str
    start_offset: int
    end_offset: int


def find_dates(text: Text, context: Context) -> list[DateRange]:
    """All dates and periods of the message in order, past ones included, whatever they are about."""
    found = [reading for reading in readings(text, context) if reading.name == "period"]
    sure = [reading for reading in found if not reading.is_weak or reading.bound not in {"", "to"}]
    return [DateRange(r.start, r.end, r.grain, r.first, r.last) for r in sure or found]


def readings(text: Text, context: Context) -> list[Reading]:
    """The message's readings in order; computed once per text."""
    key = f"time/{context.language}"
    found: list[Reading] | None = text.cache.get(key)
    if found is None:
        found = text.cache[key] = _read(text, context)
    return found


def _read(text: Text, context: Context) -> list[Reading]:
    row = time_nodes(text, context.language)
    if not _ANCHOR.search("".join([item.kind for item in row])):
        return []
    clock = Clock(context.now, context.now.date())
    row = measured(row, clock)
    for level in _LEVELS:
        row = level.apply(row, clock)
    found: list[Reading] = []
    for at in range(len(row)):
        reading = _earlier(row, at, found) or _reading(row, at, clock)
        if reading:
            found.append(reading)
    return found


def _earlier(row: list[Node], at: int, found: list[Reading]) -> Reading | None:
    """Takes the last date back for "una semana antes" after it: the reading that replaces it."""
    is_before = row[at].name == "length" and at + 1 < len(row) and row[at + 1].name in {"before", "ago"}
    last = found[-1] if found and found[-1].name == "period" else None
    if not is_before or last is None or last.start is None or last.end is None:
        return None
    day = row[at].value.after_day(last.start, -1)
    found.pop()
    return replace(last, start=day, end=day, last=row[at + 1].end)


def _reading(row: list[Node], at: int, clock: Clock) -> Reading | None:
    item = row[at]
    name = item.name
    if item.kind in PERIODS:
        bound, first = _bound(row, at)
        return _bounded(item.value, bound, first, item.end)
    if name == "range":
        bound, first = _bound(row, at)
        start, end = item.value
        latest = add_days(start.start, -1) if bound == "before" else end.end
        earliest = None if bound == "before" else start.start
        return Reading(
            "period",
            earliest,
            latest,
            end.grain,
            first,
            item.end,
            bound or "between",
            is_interval=True,
            part=start.part if start.part == "bare" else None,
        )
    if name == "length":
        return _length(item, clock)
    if name in _IDIOMS:
        return Reading(name, None, None, "day", item.start, item.end)
    if name == "every_adverb":
        return Reading("every", None, None, item.value, item.start, item.end)
    return None


def _length(item: Node, clock: Clock) -> Reading | None:
    """A length of time without a word of time before it: what it would mean, counted from today."""
    length: Length = item.value
    found = distance([item], length, clock)
    if found is None:
        return None
    period: Period = found.value
    if period.part == "past":
        return None
    return Reading("length", period.start, period.end, period.grain, item.start, item.end)


def _bound(row: list[Node], at: int) -> tuple[str, int]:
    """Kind of the word that says on which side of the period, and where the reading starts."""
    before = at - 1
    while before >= 0 and row[before].name in {"the", "the_many", "of", "dash"}:
        before -= 1
    if before >= 0 and row[before].name in _BOUNDS:
        bound = row[before].name
        return bound, row[at].start if bound == "to" else row[before].start
    return "", row[at].start


def _bounded(period: Period, bound: str, first: int, last: int) -> Reading:
    """The period's days, or those on its side that the word before it says."""
    start: date | None = period.start
    end: date | None = period.end
    if bound == "before":
        start, end = None, period.end if period.part == "end" else add_days(period.start, -1)
    elif bound == "before_end":
        start = None
    elif bound in {"after", "previous"}:
        start, end, bound = add_days(period.end, 1), None, "after"
    elif bound in {"from", "since"}:
        end = None
    return Reading(
        "period",
        start,
        end,
        period.grain,
        first,
        last,
        bound,
        is_interval=period.part == "between",
        is_weak=period.is_weak,
        part=period.part,
    )
