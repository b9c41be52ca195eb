"""When a prospect needs it: what the dates of a message say about the time asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from bot.extract.dates import DateRange, Reading, find_dates, readings
from bot.extract.duration import Duration, find_durations
from bot.extract.model import Context, Entity, Text
from bot.extract.words import table

__all__ = ["DateRange", "Duration", "find_dates", "find_durations", "find_timelines"]

_DEADLINE_BOUNDS = frozenset({"before", "before_end", "after", "from", "until", "by", "for", "between"})
_NEAR = 40  # characters before a date in which a word says what it is about
_YEARS_AHEAD = 10
# The words before it that make a time of "la semana" and of "3/4" or "the second".
_DOUBTS = {
    "loose": frozenset({"before", "before_end", "until", "by", "in", "during"}),
    "doubtful": frozenset({"before", "until", "by", "on", "for", "from", "after"}),
}
_MANY_WORDS = 6  # a message up to so long is mostly about the date in it
_FEW_WORDS = 3  # words beside a doubtful date that is the answer: "I think may"
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class _Marks:
    """Patterns of a language that tell a time of delivery from other times."""

    measure_after: re.Pattern[str]
    name_before: re.Pattern[str]
    place_before: re.Pattern[str]
    contact_request: re.Pattern[str]
    other_purpose: re.Pattern[str]
    dropped: re.Pattern[str]
    softened: re.Pattern[str]
    demand: re.Pattern[str]
    joint: re.Pattern[str]


@lru_cache(maxsize=8)
def _marks(language: str) -> _Marks:
    words = table(language, "time")

    def any_of(name: str) -> str:
        return "(?:" + "|".join(sorted(map(_spelled, words[name]), key=len, reverse=True)) + ")"

    return _Marks(
        measure_after=re.compile(rf" ?{any_of('measures')}(?![^\W\d_])"),
        name_before=re.compile(rf"(?<![^\W_]){any_of('names_after')}[.:,]? $"),
        place_before=re.compile(rf"(?<![^\W_]){any_of('place_before')}[./]? (?:(?:el|la|del|de|the) )*$"),
        contact_request=re.compile(rf"(?<![^\W_]){any_of('contact_requests')}(?![^\W_])"),
        other_purpose=re.compile(
            rf"(?<![^\W_])(?:{any_of('other_purposes')}|{any_of('contact_requests')})(?![^\W_])"
        ),
        dropped=re.compile(rf"(?<![^\W_]){any_of('dropped_by')} (?:(?:el|la|para|the|for) )*$"),
        softened=re.compile(rf"(?<![^\W_]){any_of('soften_asap')}(?: [^\W\d_]+)? $"),
        joint=re.compile(rf"[,.;:!?\n]|(?<![^\W_]){any_of('and')}(?![^\W_])"),
        demand=re.compile(rf"(?<![^\W_]){any_of('demand')}(?![^\W_])"),
    )


def _spelled(word: str) -> str:
    return re.escape(word).replace(r"\ '\ ", "'").replace(r"\ ", " +")


def find_timelines(text: Text, context: Context) -> list[Entity]:
    """The times by which, from which or how often the prospect needs it, in order."""
    found = readings(text, context)
    if not found:
        return []
    judge = _Judge(text, context)
    kept = [reading for reading in map(judge.judged, found) if reading]
    kept = judge.without_dropped(kept)
    groups = _merged(kept)
    if context.asked != "timeline":  # "500 cada mes" is a volume, "cada mes desde enero" a time
        groups = [group for group in groups if any(reading.name != "every" for reading in group)]
    return [_entity(group) for group in groups]


class _Judge:
    """Decides which readings of one message are about the time of delivery."""

    def __init__(self, text: Text, context: Context) -> None:
        self.text, self.context = text, context
        self.marks = _marks(context.language)
        self.is_asked = context.asked == "timeline"
        self.words = len(_WORDS.findall(text.folded))
        self.is_wish = bool(self.marks.demand.search(text.folded))

    def _before(self, reading: Reading) -> str:
        return self.text.folded[max(0, reading.first - _NEAR) : reading.first]

    def judged(self, reading: Reading) -> Reading | None:
        """The reading, perhaps changed, or None when it says nothing about the time of delivery."""
        if reading.part == "past":
            return None
        if reading.name == "length":
            return reading if self.is_asked and not self._is_rate(reading) else None
        if reading.name == "every":
            return reading
        if reading.name != "period":
            return self._idiom(reading)
        if reading.part == "now" and not reading.bound:
            return replace(reading, name="asap") if self._is_answer(reading) else None
        return reading if self._is_delivery(reading) else None

    def without_dropped(self, kept: list[Reading]) -> list[Reading]:
        """The readings less those that the prospect takes back ("no para marzo, para abril")."""
        left = [r for r in kept if not self.marks.dropped.search(self._before(r))]
        return left or kept

    def _idiom(self, reading: Reading) -> Reading | None:
        before = self._before(reading)
        if reading.name.startswith("weak_") and not (
            self._is_answer(reading) and self._says_little_else(reading)
        ):
            return None
        name = reading.name.removeprefix("weak_")
        if name == "asap" and self.marks.softened.search(before):
            name = "flexible"
        return replace(reading, name=name)

    def _is_delivery(self, reading: Reading) -> bool:
        folded = self.text.folded
        before = self._before(reading)
        if self.marks.measure_after.match(folded, reading.last) or self.marks.place_before.search(before):
            return False
        if self._is_name(reading) or self._is_far(reading):
            return False
        if reading.bound == "since" or self._is_for_something_else(before):
            return False
        if reading.part == "loose" and self.is_asked:
            return reading.bound in _DEADLINE_BOUNDS | {"in", "during"} or self._says_little_else(reading)
        if reading.part in _DOUBTS:
            return reading.bound in _DOUBTS[reading.part] or self.is_asked
        if reading.is_weak and reading.bound not in _DEADLINE_BOUNDS | {"in", "during", "on"}:
            return self._is_answer(reading) and self._says_little_else(reading, spare=_FEW_WORDS)
        return self._is_plausible(reading)

    def _is_for_something_else(self, before: str) -> bool:
        """Whether the clause asks for a call; or, when no time was asked for, speaks of a meeting, a payment …"""
        clause = self.marks.joint.split(before)[-1]
        pattern = self.marks.contact_request if self.is_asked else self.marks.other_purpose
        return bool(pattern.search(clause))

    def _is_plausible(self, reading: Reading) -> bool:
        """Said with a word of deadline, exactly, in a wish, or as all that the message says."""
        if reading.bound in _DEADLINE_BOUNDS or reading.is_interval or self._is_answer(reading):
            return True
        if reading.bound in {"in", "on", "during"} and not self._is_current(reading):
            return True
        return self.is_wish or self._is_exact(reading)

    def _is_current(self, reading: Reading) -> bool:
        """Whether the period has begun ("this week", "today"): seldom a deadline by itself."""
        return reading.start is not None and reading.start <= self.context.now.date()

    def _is_exact(self, reading: Reading) -> bool:
        return any(character.isdigit() for character in self.text.folded[reading.first : reading.last])

    def _is_answer(self, reading: Reading) -> bool:
        """Whether the open question asks for it, or the message says little else."""
        if self.is_asked:
            return True
        return self.context.asked is None and self._says_little_else(reading)

    def _says_little_else(self, reading: Reading, spare: int = 0) -> bool:
        said = len(_WORDS.findall(self.text.folded, reading.first, reading.last))
        return self.words - said <= max(min(said, _MANY_WORDS), spare)

    def _is_rate(self, reading: Reading) -> bool:
        """Whether "a month" follows a number: "2000 a month"."""
        before = self._before(reading).rstrip()
        return before[-1:].isdigit() and not self.text.folded[reading.first].isdigit()

    def _is_far(self, reading: Reading) -> bool:
        """Whether no plan reaches there: an open past, or more than a dozen years ahead."""
        today = self.context.now.date()
        edge = reading.end or reading.start
        if edge is None or edge.year > today.year + _YEARS_AHEAD:
            return True
        is_open_past = reading.end is None and reading.start is not None and reading.start < today
        is_mention = not reading.bound and not self.is_asked
        return is_open_past or (edge < today and (reading.grain == "year" or is_mention))

    def _is_name(self, reading: Reading) -> bool:
        """Whether "Julio" or "Domingo" is somebody: introduced as one, or before a surname."""
        words = self.text.raw[reading.first : reading.last]
        word = words.rpartition(" ")[2]
        if reading.bound not in {"", "from"} or not word[:1].isupper() or any(c.isdigit() for c in words):
            return False
        if self.context.asked == "contact" or self.marks.name_before.search(self._before(reading)):
            return True
        following = self.text.raw[reading.last : reading.last + 3]
        return bool(re.match(r" [A-ZÁÉÍÓÚÑ][a-záéíóúñ]", following))


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
