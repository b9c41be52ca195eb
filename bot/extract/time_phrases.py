"""Rules for parts, distances and intervals: "finales de", "en 3 semanas", "el 15", "entre marzo y mayo"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.extract.calendar import Period, Span, add_days, monday
from bot.extract.duration import Length
from bot.extract.period_parts import phase_of
from bot.extract.rounds import coming, day_cycle, month_day_cycle, unit_span
from bot.extract.time_nodes import PERIODS, Clock, Level, Node, node, period_node, values

_LAST_YEAR = 9999  # indices above it count months or weeks, which come round soon


def _periods(nodes: Sequence[Node]) -> list[Period]:
    return [item.value for item in nodes if item.kind in PERIODS]


def _phase_name(nodes: Sequence[Node]) -> str:
    return next((item.name for item in nodes if item.name in {"begin", "middle", "end"}), "end")


def _phase(nodes: Sequence[Node], clock: Clock) -> Node | None:
    part, whole = _phase_name(nodes), _periods(nodes)[-1]
    found = phase_of(whole, part)
    if found is None:
        return None
    if whole.cycle is not None:
        found = _cycling_phase(whole, part, found)
        found = found.next_from(clock.today) if found.end < clock.today else found
    return period_node(nodes, replace(found, is_weak=False))


def _cycling_phase(whole: Period, part: str, found: Period) -> Period:
    def cycle(index: int) -> Span | None:
        round_ = whole.at(index)
        piece = phase_of(replace(round_, cycle=None), part) if round_ else None
        return (piece.start, piece.end) if piece else None

    return replace(found, cycle=cycle, index=whole.index)


def _phase_of_unit(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "a finales de mes", "end of the week", "EOY": a part of the current unit, or of the next when over."""
    unit, part = values(nodes, "unit", "end_of")[0], _phase_name(nodes)
    for step in (0, 1):
        found = unit_span(unit, clock.today, step)
        if found is None or unit == "day":
            return _today(nodes, clock) if unit == "day" else None
        period = phase_of(Period(*found[0], found[1]), part)
        if period and period.end >= clock.today:
            return period_node(nodes, period)
    return None


def _today(nodes: Sequence[Node], clock: Clock) -> Node | None:
    return period_node(nodes, Period(clock.today, clock.today, "day"))


def _rest(nodes: Sequence[Node], clock: Clock) -> Node | None:
    units = values(nodes, "unit")
    if units:
        found = unit_span(units[0], clock.today, 0)
        period = Period(*found[0], found[1]) if found else None
    else:
        period = _periods(nodes)[0]
    return period_node(nodes, replace(period, part="end")) if period else None


def _after_now(nodes: Sequence[Node], clock: Clock) -> Node | None:
    return distance(nodes, values(nodes, "length")[0], clock)


def distance(
    nodes: Sequence[Node], length: Length, clock: Clock, *, is_weak: bool = False, is_window: bool = False
) -> Node | None:
    """A node for the day at that distance from now; as exact as the unit it was counted in ("3 semanas": a week)."""
    if length.is_whole:
        return None
    end = length.after(clock)
    start = length.low.after(clock) if length.low else end
    is_moment = length.total_seconds < 3600  # "en un segundo", "in 5 minutes": talk
    part = "past" if is_moment else "between" if is_window else None
    return period_node(nodes, Period(start, end, length.grain, is_weak=is_weak, part=part), "day")


def _window_of_length(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "entre 4 y 6 semanas": not before the first, not after the last."""
    if values(nodes, "length")[0].low is None:
        return None
    return distance(nodes, values(nodes, "length")[0], clock, is_window=True)


def _later(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "3 semanas después": from now, when nothing else is named."""
    return distance(nodes, values(nodes, "length")[0], clock, is_weak=True)


def _weekday_at_distance(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "Monday two weeks from now": the weekday of the week that lies so far ahead."""
    length, weekday = values(nodes, "length")[0], _periods(nodes)[0]
    if len(nodes) < 3 or length.grain == "day":
        return None
    day = add_days(monday(length.after(clock)), weekday.start.weekday())
    return period_node(nodes, Period(day, day, "day"))


def _distance_from(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "3 days after Easter", "2 semanas antes de Navidad"."""
    length, period = values(nodes, "length")[0], _periods(nodes)[-1]
    sign = -1 if values(nodes, "before") else 1
    day = length.after_day(period.start if sign < 0 or period.grain == "day" else period.end, sign)
    return period_node(nodes, Period(day, day, "day"))


def _bare_day(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "el 15", "on the 3rd", "el día nueve": the next such day of a month."""
    number = values(nodes, "num", "ord")[-1]
    units = values(nodes, "unit")
    if (
        not 1 <= number <= 31
        or (units and units[0] != "day")
        or (not units and "the_many" in [n.name for n in nodes])
    ):
        return None
    index = clock.today.year * 12 + clock.today.month - 1
    period = coming(month_day_cycle(number), index, "day", clock)
    last = nodes[-1]
    is_counting = last.name == "ord" and last.is_word  # "la primera" is seldom a day
    is_weak = is_counting or (last.is_word and not units)
    part = "doubtful" if is_weak else "bare"
    return period_node(nodes, replace(period, is_weak=is_weak, part=part) if period else None)


def _sole_pair(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "17-2" when that is all that was said."""
    day, month = (int(item.value) for item in nodes if item.name == "num")
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    period = coming(day_cycle(month, day), clock.today.year, "day", clock)
    return period_node(nodes, replace(period, is_weak=True, part="doubtful") if period else None)


def _bare_range(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "del 5 al 12": two days of the coming month."""
    numbers = [n for n in nodes if n.name in {"num", "ord"}]
    first, last = (_bare_day([n], clock) for n in numbers)
    if first is None or last is None or numbers[0].value == numbers[1].value:
        return None
    end: Period = last.value
    start: Period = replace(first.value, part="bare" if nodes[0].name == "of" else None)
    return node(nodes, "range", (start.last_until(end.end), end))


def _range(nodes: Sequence[Node], clock: Clock) -> Node | None:
    start, end = _periods(nodes)
    has_from = bool(values(nodes, "between", "from")) or nodes[0].name == "of"
    joint = next(item.name for item in nodes[1:] if item.name in _JOINTS)
    if joint in {"and", "or"} and not has_from:
        return _either(nodes, start, end, joint)
    if joint == "or":
        return _either(nodes, start, end, joint)
    is_months = start.grain == end.grain == "month" and joint in {"dash", "slash"}
    if (
        start.is_weak
        and end.is_weak
        and not is_months
        and not has_from
        and joint != "until"
        and start.grain != "year"
    ):
        return None
    pair = _fitted(start, end, clock)
    return node(nodes, "range", pair) if pair else None


_JOINTS = {"to", "until", "dash", "slash", "and", "or"}


def _either(nodes: Sequence[Node], start: Period, end: Period, joint: str) -> Node | None:
    """Reads "marzo o abril": the later one is still acceptable."""
    if joint != "or":
        return None
    if end.cycle and end.end < start.start:
        end = end.next_from(start.start)
    later = end if end.end >= start.end else start
    first = min(start.start, end.start)
    return period_node(nodes, replace(later.fixed(), start=first, is_weak=start.is_weak and end.is_weak))


def _fitted(start: Period, end: Period, clock: Clock) -> tuple[Period, Period] | None:
    """The two ends of an interval in the rounds that belong together; None when they can't."""
    if start.cycle and end.cycle is None:
        start = start.last_until(end.end)
    elif end.cycle and start.cycle is None:
        end = end.next_from(start.start)
    elif start.cycle and start.start > end.end:
        start = start.last_until(end.end)
        if start.end < clock.today and start.grain == "day" and start.index > _LAST_YEAR:
            start = start.next_from(clock.today)
            end = end.next_from(start.start)
    return (start, end) if start.start <= end.end else None


def _starting(nodes: Sequence[Node], _: Clock) -> Node | None:
    """Reads "a week starting tomorrow", "10 days from 18 December"."""
    length, start = values(nodes, "length")[0], _periods(nodes)[0]
    end = length.after_day(start.start)
    return node(nodes, "range", (start, Period(end, end, "day")))


def _loose_unit(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "la semana", "the month": the current one, if it means a time at all."""
    unit = nodes[-1].value
    if len(nodes) == 1 and unit != "weekend":
        return None
    found = unit_span(unit, clock.today, 0)
    if found is None:
        return None
    is_loose = unit != "weekend"
    period = Period(*found[0], found[1], is_weak=is_loose, part="loose" if is_loose else None)
    return period_node(nodes, period)


PHASES = Level(
    ("(begin|middle|end) (dash|of|the|in|during)* PERIOD", _phase),
    ("(begin|middle|end) (of|the|in|dash|this)* unit", _phase_of_unit),
    ("end_of", _phase_of_unit),
    ("rest of? the? (PERIOD|unit)", _rest),
)
DISTANCES = Level(
    ("length (from_now|after now|from now)", _after_now),
    ("(for|during)? length (from|week_starting) the? day", _starting),
    ("(day|weekday_p) (for|during) length", _starting),
    ("weekday_p comma? (in|by)? length (from_now|after now)?", _weekday_at_distance),
    ("(in|by)* length (after|later|from|of) the? PERIOD", _distance_from),
    ("(in|by)* length before the? PERIOD", _distance_from),
    ("(in|by)* (between|from) the? length", _window_of_length),
    ("(in|by) (in|by)* the? length from_now?", _after_now),
    ("before the? length", _after_now),
    ("(?<=from) length", _after_now),
    ("length by", _after_now),
    ("length (later|after|before_end)", _later),
    (
        "(between|from|of)? the NUMBER (to|until|dash|and) the? NUMBER (?!unknown|unit|num|length|dec)",
        _bare_range,
    ),
    ("(on|the|the_many)? unit the? (num|ord) (?!unit|length|dash)", _bare_day),
    ("(on|for|by|before|until|after|from) the ord", _bare_day),
    ("^num dash num (?!.)", _sole_pair),
    ("(on|the) num (?!unknown|unit|num|length|dec|dash|slash|year|date|the_many)", _bare_day),
    ("the? ord (?!unknown|unit|num|length|dec|dash|the)", _bare_day),
)
RANGES = Level(
    ("(between|from|of)? the? PERIOD (until|to|dash|slash|and|or) the? PERIOD", _range),
)


def _whole(nodes: Sequence[Node], clock: Clock) -> Node | None:
    """Reads "all week": the current one."""
    length: Length = nodes[0].value
    found = unit_span(length.unit, clock.today, 0) if length.is_whole else None
    return period_node(nodes, Period(*found[0], found[1], is_weak=True, part="loose")) if found else None


LOOSE = Level(
    ("length", _whole),
    ("(the|this)? unit", _loose_unit),
)
