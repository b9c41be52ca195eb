"""A message as a row of nodes: its words, numbers and written dates."""

from __future__ import annotations

import re
from datetime import date

from bot.extract.calendar import make_date
from bot.extract.model import Text
from bot.extract.time_nodes import KIND, Node
from bot.extract.time_words import SIGNS, Sense, TimeWords, time_words

_TOKEN = re.compile(
    r"(?<![\w.,/])(?:(?P<ymd>\d{4}([-/.])\d{1,2}\2\d{1,2})|(?P<dmy>\d{1,2} ?([-/.]) ?\d{1,2} ?\4 ?(?:\d{4}|\d{2}))"
    r"|(?P<ym>\d{4}(?: [-/]|[-/] ?)\d{1,2})|(?P<my>\d{1,2}(?: [-/]|[-/] ?|\ ?\.)\d{4})|(?P<dm>\d{1,2} ?/ ?\d{1,2}))(?![\d/]|[.,-]\d)"
    r"|(?P<range>(?<![\d.,/])\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d{2}))?(?=[-–]\d{1,2}/\d))"
    r"|(?P<short>(?<=['’])\d{2}(?!\d))"
    r"|(?P<dec>\d+(?:[.,]\d+)+)|(?P<int>\d+)|(?P<word>[^\W\d_]+)|(?P<sign>[^\w\s]|_)|(?P<line>\n)"
)
_INT_PARTS = re.compile(r"\d+")
# Longest words of a kind, in letters, whose dot only abbreviates: a "mayo." ends its sentence, a "sept." need not.
_SHORT = {"month": 4, "weak_month": 3, "weak_weekday": 5, "unit": 3, "next": 5, "coming": 4}
_SURE_GUESS = 7  # letters; what looks like a shorter name is as likely another word
_THIS_CENTURY = 70  # two-digit years from here on are of the last century
_SHORT_YEARS = range(24, 31)  # "01/27" is a month of one of these, "08/31" a day
_CURRENCIES = frozenset("$€£")  # before a number, they make it an amount
_LONGEST = 12  # digits; longer ones are no dates
YEARS = range(1990, 2100)
_COUNTING = {"num", "dec", "one", "a_few", "several", "a_couple", "half"}


def time_nodes(text: Text, language: str) -> list[Node]:
    """The message's nodes in order; words that mean no time are of kind ``unknown``."""
    return _Cutter(text, time_words(language)).cut()


class _Cutter:
    def __init__(self, text: Text, words: TimeWords) -> None:
        self.words, self.folded = words, text.folded
        self.tokens = [
            (m.lastgroup or "sign", m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text.folded)
        ]
        self.nodes: list[Node] = []
        self.is_month_first = any(_has_month_first(group, token) for group, token, _, _ in self.tokens)

    def cut(self) -> list[Node]:
        at = 0
        while at < len(self.tokens):
            group, token, start, end = self.tokens[at]
            if group in {"word", "sign"}:
                at = self._letter_and_number(at) or self._phrase(at) or self._word(at)
            elif group == "int":
                at = self._integer(at)
            else:
                self._date(group, token, start, end)
                at += 1
        return self.nodes

    def _add(self, name: str, value: object, start: int, end: int, *, is_word: bool = False) -> None:
        self.nodes.append(Node(KIND[name], value, start, end, is_word))

    def _date(self, group: str, token: str, start: int, end: int) -> None:
        """Adds a written date or decimal; two numbers with a slash that are no date stay two numbers."""
        name, value = _written(group, token, is_month_first=self.is_month_first)
        slash = token.find("/")
        if name == "unknown" and group == "dm":
            self._add("num", int(token[:slash]), start, start + slash)
            self._add("slash", "/", start + slash, start + slash + 1)
            self._add("num", int(token[slash + 1 :]), start + slash + 1, end)
        else:
            self._add(name, value, start, end)

    def _phrase(self, at: int) -> int | None:
        """Index after the longest known phrase that starts here."""
        tokens = self.tokens
        for words, sense in self.words.phrases.get(tokens[at][1], ()):
            size = len(words)
            if size == 1 or [token[1] for token in tokens[at : at + size]] == [*words]:
                if len(tokens) < at + size:
                    continue
                start, end = tokens[at][2], tokens[at + size - 1][3]
                for kind, value in self._in_place(words[0], sense):
                    self.nodes.append(Node(kind, value, start, end, is_word=True))
                if size == 1 and end < len(self.folded) and self.folded[end] == ".":
                    return self._after_abbreviation(at, end)
                return at + size
        return None

    def _in_place(self, word: str, sense: Sense) -> Sense:
        """The sense here: "second" and "segundo" count time after a number, and order things elsewhere."""
        unit = self.words.ambiguous_units.get(word)
        before = self.nodes[-1] if self.nodes else None
        is_ten = before is not None and before.is_word and before.value in range(20, 100, 10)
        if unit and before and before.name in _COUNTING and not is_ten:
            return ((KIND["unit"], unit),)
        return sense

    def _after_abbreviation(self, at: int, end: int) -> int:
        """Index after the dot of "Oct. 2" and "lun.", which ends no sentence; after the word when it does."""
        size = end - self.tokens[at][2]
        name = self.nodes[-1].name if self.nodes else ""
        is_short = size <= _SHORT.get(name, 0)
        return at + 2 if is_short else at + 1

    def _word(self, at: int) -> int:
        """Reads a sign, a letter with a number, a misspelled name, or nothing about time."""
        group, token, start, end = self.tokens[at]
        if group == "sign":
            is_year_mark = token in {"'", "’"} and [t[0] for t in self.tokens[at + 1 : at + 2]] == ["short"]
            if not is_year_mark:
                self._add(SIGNS.get(token, "unknown"), token, start, end)
            return at + 1
        kind, value = self._guessed(token)
        self.nodes.append(Node(kind, value, start, end, is_word=True))
        return at + 1

    def _guessed(self, token: str) -> tuple[str, object]:
        """The month or weekday misspelled; a short month only counts beside a day, a short weekday never."""
        guess = self.words.guess(token)
        if guess is None:
            return KIND["unknown"], token
        kind, number, name = guess
        if len(name) >= _SURE_GUESS:
            return kind, number
        return (KIND["guess_month"], number) if kind == KIND["month"] else (KIND["unknown"], token)

    def _letter_and_number(self, at: int) -> int | None:
        """Reads "Q3", "H2", "T4", "W14"; None when the letter numbers nothing here."""
        _, letter, start, end = self.tokens[at]
        if at + 1 >= len(self.tokens) or self.tokens[at + 1][0] != "int":
            return None
        _, digits, first, last = self.tokens[at + 1]
        number = int(digits) if first <= end + 1 and len(digits) < 3 else 0
        kind = self._numbered(letter, number, is_glued=first == end)
        if kind is None:
            return None
        self._add(*kind, start, last)
        return at + 2

    def _numbered(self, letter: str, number: int, *, is_glued: bool) -> tuple[str, object] | None:
        is_weak = letter in self.words.weak_letters
        if is_weak and not is_glued:
            return None
        if letter in self.words.quarters and 1 <= number <= 4:
            return "quarter_sign", ("quarter", number, is_weak)
        if letter in self.words.half_years and 1 <= number <= 2:
            return "quarter_sign", ("half", number, is_weak)
        if is_glued and letter in self.words.week_letters and 1 <= number <= 53:
            return "week_sign", number
        return None

    def _integer(self, at: int) -> int:
        _, digits, start, end = self.tokens[at]
        if len(digits) > _LONGEST or self.folded[max(0, start - 2) : start].strip()[-1:] in _CURRENCIES:
            self._add("unknown", digits, start, end)
            return at + 1
        number = int(digits)
        if at + 1 < len(self.tokens) and self.tokens[at + 1][0] == "word" and self.tokens[at + 1][2] == end:
            return self._glued(number, at)
        dotted = self._dotted_ordinal(at)
        if dotted:
            self._add("ord", number, start, self.tokens[dotted - 1][3])
            return dotted
        if len(digits) == 4 and number in YEARS:
            self._add("year", number, start, end)
        else:
            self._add("num", number, start, end)
            if self.folded[end : end + 2] == ". " and self._is_month(at + 2):
                return at + 2
        return at + 1

    def _is_month(self, at: int) -> bool:
        if at >= len(self.tokens):
            return False
        found = self.words.phrases.get(self.tokens[at][1], ())
        return any(sense and sense[0][0] in {KIND["month"], KIND["weak_month"]} for _, sense in found)

    def _dotted_ordinal(self, at: int) -> int | None:
        """Index after "1.º" or "3.er"."""
        follow = self.tokens[at + 1 : at + 3]
        if (
            len(follow) == 2
            and follow[0][1] == "."
            and follow[1][2] == follow[0][3] == self.tokens[at][3] + 1
        ):
            return at + 3 if follow[1][1] in self.words.ordinal_suffixes else None
        return None

    def _glued(self, number: int, at: int) -> int:
        """Reads "15th", "3T", "10d", "2sem": digits with letters right after them."""
        start = self.tokens[at][2]
        _, letters, first, last = self.tokens[at + 1]
        kind = self._numbered(letters, number, is_glued=True) if letters in self.words.quarters else None
        if letters in self.words.ordinal_suffixes and kind is None and number <= 100:
            self._add("ord", number, start, last)
        elif kind and kind[0] == "quarter_sign":
            self._add(*kind, start, last)
        else:
            self._add("year" if number in YEARS else "num", number, start, first)
            unit = self.words.short_units.get(letters)
            if unit is None:
                return at + 1
            self._add("unit", unit, first, last)
        return at + 2


def _has_month_first(group: str, token: str) -> bool:
    """Whether a date can only be read month first ("8/15/2027"), so that the message's others are as well."""
    if group not in {"dm", "dmy", "range"}:
        return False
    first, second, *_ = map(int, _INT_PARTS.findall(token))
    return first <= 12 < second <= 31


def _written(group: str, token: str, *, is_month_first: bool) -> tuple[str, object]:
    """Kind and value of a written date or decimal: (year, month, day), a part 0 where not written."""
    parts = [int(part[:5]) for part in _INT_PARTS.findall(token)]
    if group == "line":
        return "stop", token
    if group == "dec":
        return "dec", token
    if group == "short":
        return "year", 2000 + parts[0]
    if group == "dm" and token[0] == "0" and parts[0] <= 12 and parts[1] in _SHORT_YEARS:
        return "date", (2000 + parts[1], parts[0], 0)
    if group in {"dm", "dmy", "range"} and is_month_first and parts[0] <= 12:
        parts[:2] = parts[1::-1]
    found = _ordered(group, parts)
    return found or ("unknown", token)


def _ordered(group: str, parts: list[int]) -> tuple[str, object] | None:
    if group == "range":
        group = "dm" if len(parts) == 2 else "dmy"
    if group == "dm":
        day, month = parts if parts[1] <= 12 else parts[::-1]
        is_day = 1 <= month <= 12 and 1 <= day <= 31
        return ("day_month", (month, day, parts)) if is_day else None
    if group in {"my", "ym"}:
        month, year = parts if group == "my" else parts[::-1]
        return ("date", (year, month, 0)) if 1 <= month <= 12 and year in YEARS else None
    if group == "ymd":
        found = make_date(*parts)
    else:
        day, month, year = parts
        year += 0 if year > 99 else 2000 if year < _THIS_CENTURY else 1900
        found = make_date(year, month, day) or make_date(year, day, month)
    return ("date", (found.year, found.month, found.day)) if found and found.year in YEARS else None


def as_date(value: tuple[int, int, int]) -> date:
    """The first day of a written date or month."""
    return date(value[0], value[1], value[2] or 1)
