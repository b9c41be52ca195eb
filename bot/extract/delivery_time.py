"""Which of the times in a message are about the delivery that the prospect needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from bot.extract.dates import Reading
from bot.extract.model import Context, Text
from bot.extract.words import table

_INSIDE = frozenset({"in", "on", "during"})
_DEADLINE_BOUNDS = frozenset({"before", "before_end", "after", "from", "until", "by", "for", "between"})
_NEAR = 40  # characters before a date in which a word says what it is about
_YEARS_AHEAD = 10
# The words before it that make a time of "el 15", of "la semana", and of "3/4" or "the second".
_DOUBTS = {
    "bare": _DEADLINE_BOUNDS | _INSIDE,
    "loose": frozenset({"before", "before_end", "until", "by", "in", "during"}),
    "doubtful": frozenset({"before", "until", "by", "on", "for", "from", "after"}),
}
_MANY_WORDS = 6  # a message up to so long is mostly about the date in it
_NEXT_WORD = re.compile(r" +([^\W\d_]{2,})")
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
    lasting: re.Pattern[str]
    demand: re.Pattern[str]
    joint: re.Pattern[str]
    function_words: frozenset[str]


@lru_cache(maxsize=8)
def _marks(language: str) -> _Marks:
    words = table(language, "time")

    def any_of(*names: str) -> str:
        listed = [_spelled(word) for name in names for word in words[name]]
        return "(?:" + "|".join(sorted(listed, key=len, reverse=True)) + ")"

    glue = any_of("the", "of", "for", "contractions")

    return _Marks(
        measure_after=re.compile(rf" ?{any_of('measures')}(?![^\W\d_])"),
        name_before=re.compile(rf"(?<![^\W_]){any_of('names_after')}[.:,]? $"),
        place_before=re.compile(rf"(?<![^\W_]){any_of('place_before')}[./]? (?:{glue} )*$"),
        contact_request=re.compile(rf"(?<![^\W_]){any_of('contact_requests')}(?![^\W_])"),
        other_purpose=re.compile(rf"(?<![^\W_]){any_of('other_purposes', 'contact_requests')}(?![^\W_])"),
        dropped=re.compile(rf"(?<![^\W_]){any_of('dropped_by')} (?:{glue} )*$"),
        softened=re.compile(rf"(?<![^\W_]){any_of('soften_asap')}(?: [^\W\d_]+)? $"),
        lasting=re.compile(rf"(?<![^\W_]){any_of('lasting')}(?![^\W_])"),
        function_words=frozenset(table(language, "language")["function_words"]),
        joint=re.compile(rf"[,.;:!?\n]|(?<![^\W_]){any_of('and')}(?![^\W_])"),
        demand=re.compile(rf"(?<![^\W_]){any_of('demand')}(?![^\W_])"),
    )


def _spelled(word: str) -> str:
    return re.escape(word).replace(r"\ '\ ", "'").replace(r"\ ", " +")


class DeliveryTime:
    """Decides which readings of one message are about the time of delivery."""

    def __init__(self, text: Text, context: Context) -> None:
        self.text, self.context = text, context
        self.marks = _marks(context.language)
        self.is_asked = context.asked == "timeline"
        self.words = len(_WORDS.findall(text.folded))

    @cached_property
    def is_wish(self) -> bool:
        """Whether the message asks for goods or their delivery."""
        return bool(self.marks.demand.search(self.text.folded))

    def _before(self, reading: Reading) -> str:
        return self.text.folded[max(0, reading.first - _NEAR) : reading.first]

    def judged(self, reading: Reading) -> Reading | None:
        """The reading, perhaps changed, or None when it says nothing about the time of delivery."""
        if reading.part == "past":
            return None
        if reading.name == "length":
            is_other = self._is_rate(reading) or self._is_over(reading)
            return reading if self.is_asked and not is_other else None
        if reading.name == "every":
            return reading
        if reading.name != "period":
            return self._idiom(reading)
        if reading.part == "now" and not reading.bound:
            return replace(reading, name="asap") if self._is_curt(reading) else None
        return reading if self._is_delivery(reading) else None

    def without_dropped(self, kept: list[Reading]) -> list[Reading]:
        """The readings less those that the prospect takes back ("no para marzo, para abril")."""
        left = [r for r in kept if not self.marks.dropped.search(self._before(r))]
        return left or kept

    def _idiom(self, reading: Reading) -> Reading | None:
        before = self._before(reading)
        if reading.name.startswith("weak_") and not self._is_curt(reading):
            return None
        name = reading.name.removeprefix("weak_")
        if name == "asap" and self.marks.softened.search(before):
            name = "flexible"
        return replace(reading, name=name)

    def _is_delivery(self, reading: Reading) -> bool:
        before = self._before(reading)
        is_other = (
            self.marks.measure_after.match(self.text.folded, reading.last)
            or self.marks.place_before.search(before)
            or reading.bound == "since"
            or self._is_for_something_else(before)
            or self._is_name(reading)
            or self._is_far(reading)
            or self._counts_goods(reading)
        )
        if is_other:
            return False
        if reading.part in _DOUBTS:
            return self._is_time_after_all(reading)
        if reading.is_weak and reading.bound not in _DEADLINE_BOUNDS | _INSIDE:
            is_enough = self.is_asked if reading.grain == "year" else self._is_answer(reading)
            return is_enough and self._says_little_else(reading, spare=_FEW_WORDS)
        return self._is_plausible(reading)

    def _is_time_after_all(self, reading: Reading) -> bool:
        """Whether "la semana", "3/4" or "el 15" means a time: by the word before it, or as an answer."""
        if reading.part == "bare" and (reading.is_interval or not reading.bound):
            return self.is_asked or self.is_wish
        if reading.part == "loose" and self.is_asked:
            return reading.bound in _DEADLINE_BOUNDS | _INSIDE or self._says_little_else(reading)
        return reading.bound in _DOUBTS[reading.part or ""] or self.is_asked

    def _is_for_something_else(self, before: str) -> bool:
        """Whether the clause asks for a call; or, when no time was asked for, speaks of a meeting, a payment …"""
        clause = self.marks.joint.split(before)[-1]
        pattern = self.marks.contact_request if self.is_asked else self.marks.other_purpose
        return bool(pattern.search(clause))

    def _is_plausible(self, reading: Reading) -> bool:
        """Said with a word of deadline, exactly, in a wish, or as all that the message says."""
        if reading.bound in _DEADLINE_BOUNDS or reading.is_interval or self._is_answer(reading):
            return True
        if reading.bound in _INSIDE and not self._is_current(reading):
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
        return self.context.asked != "contact" and self._says_little_else(reading)

    def _says_little_else(self, reading: Reading, spare: int = 0) -> bool:
        said = len(_WORDS.findall(self.text.folded, reading.first, reading.last))
        return self.words - said <= max(min(said, _MANY_WORDS), spare)

    def _is_rate(self, reading: Reading) -> bool:
        """Whether "a month" follows a number: "2000 a month"."""
        before = self._before(reading).rstrip()
        return before[-1:].isdigit() and not self.text.folded[reading.first].isdigit()

    def _is_over(self, reading: Reading) -> bool:
        """Whether so much time has passed already: "llevo 3 años", "we've been open 3 years"."""
        clause = self.marks.joint.split(self._before(reading))[-1]
        return self.marks.lasting.search(clause) is not None

    def _is_curt(self, reading: Reading) -> bool:
        """Whether "ya" or "now" is all that was said, or nearly all of the answer to the open question."""
        said = len(_WORDS.findall(self.text.folded, reading.first, reading.last))
        return self.words == said or (self.is_asked and self._says_little_else(reading))

    def _counts_goods(self, reading: Reading) -> bool:
        """Whether a year is a count: "para 2030 unidades"."""
        following = _NEXT_WORD.match(self.text.folded, reading.last) if reading.grain == "year" else None
        is_bare = self.text.folded[reading.last - 1].isdigit()
        return bool(following and is_bare and following.group(1) not in self.marks.function_words)

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
