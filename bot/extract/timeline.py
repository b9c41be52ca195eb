"""When a prospect needs it: what the dates of a message say about the time asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.extract.dates import DateRange, Reading, find_dates, readings
from bot.extract.delivery_time import DeliveryTime
from bot.extract.duration import Duration, find_durations
from bot.extract.model import Context, Entity, Text

__all__ = ["DateRange", "Duration", "find_dates", "find_durations", "find_timelines"]


def find_timelines(text: Text, context: Context) -> list[Entity]:
    """The times by which, from which or how often the prospect needs it, in order."""
    found = readings(text, context)
    if not found:
        return []
    judge = DeliveryTime(text, context)
    kept = [reading for reading in map(judge.judged, found) if reading]
    kept = judge.without_dropped(kept)
    groups = _merged(kept)
    if context.asked != "timeline":  # "500 cada mes" is a volume, "cada mes desde enero" a time
        groups = [group for group in groups if any(reading.name != "every" for reading in group)]
    return [_entity(group) for group in groups]


def _merged(kept: Sequence[Reading]) -> list[list[Reading]]:
    """The readings in groups that make one answer each: how often, how soon and by when belong together."""
    groups: list[list[Reading]] = []
    for reading in kept:
        last = groups[-1] if groups else None
        if any(_says_the_same(reading, other) for group in groups for other in group):
            continue
        if last is not None and _goes_with(last, reading):
            last.append(reading)
        else:
            groups.append([reading])
    return groups


def _says_the_same(reading: Reading, other: Reading) -> bool:
    return (reading.name, reading.start, reading.end) == (other.name, other.start, other.end)


def _goes_with(group: Sequence[Reading], reading: Reading) -> bool:
    dated = [r for r in group if r.name in {"period", "length"}]
    if reading.name not in {"period", "length"} or not dated:
        return True
    return len(dated) == 1 and _is_open_pair(dated[0], reading)


def _is_open_pair(first: Reading, second: Reading) -> bool:
    """Whether one says from when and the other until when."""
    start, end = (first, second) if first.end is None else (second, first)
    if start.end is not None or start.start is None or end.end is None or end.bound in {"between", "from"}:
        return False
    return start.start <= end.end


def _entity(group: Sequence[Reading]) -> Entity:
    dated = [r for r in group if r.name in {"period", "length"}]
    idioms = {r.name for r in group}
    value: dict[str, Any] = {
        "earliest": _iso(_earliest(dated)),
        "latest": _iso(next((r.end for r in dated if r.end), None)),
        "asap": "asap" in idioms,
        "grain": dated[0].grain if dated else "day",
        "every": next((r.grain for r in group if r.name == "every"), None),
    }
    if "flexible" in idioms and not dated and not value["asap"]:
        value["flexible"] = True
    return Entity("timeline", value, min(r.first for r in group), max(r.last for r in group))


def _earliest(dated: Sequence[Reading]) -> date | None:
    return next((r.start for r in dated if r.start and (r.is_interval or r.end is None)), None)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
