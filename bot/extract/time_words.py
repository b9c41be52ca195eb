"""The time words of a language, and how a message is cut into them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from bot.extract.model import fold
from bot.extract.time_nodes import KIND
from bot.extract.words import languages, table

# Lists of bot/words/<language>/time.yml whose words are simply of that kind.
_PLAIN = """
    next coming this previous last the the_many of one a_few several a_couple half in during for by before
    before_end after from since to until between and or on begin middle end rest week_starting working whole every
    from_now later ago now asap weak_asap flexible weak_flexible
""".split()
_NUMBERED = {"months": "month", "weak_months": "weak_month", "weekdays": "weekday", "weak_weekdays": "weak_weekday",
             "ordinals": "ord", "relative_days": "relative"}  # fmt: skip
_NAMED = {
    "seasons": "season",
    "units": "unit",
    "every_adverbs": "every_adverb",
    "periods_by_letters": "end_of",
}
SIGNS = {",": "comma", "-": "dash", "–": "dash", "—": "dash", "~": "dash", "/": "slash", ".": "stop", ";": "stop",
         "!": "stop", "?": "stop", "¿": "stop", "¡": "stop", ":": "comma"}  # fmt: skip
SKIPPED = ""  # the kind of words that change nothing ("aproximadamente")
_SHORTEST_GUESS = 5

Sense = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class TimeWords:
    """What the words of time mean in one language, those of the other languages filling the gaps.

    Attributes:
        phrases: by first word, the phrases that start with it, longest first, each with its (kind, value) pairs.
        short_units: units written right after digits ("10d").
        ordinal_suffixes: endings of ordinals written right after digits ("1st").
        quarters, half_years, week_letters: letters before or after a number ("T3", "H2", "W14").
        weak_letters: those letters that number other things as well.
        ambiguous_units: words that are an ordinal or a unit ("second"), with the unit.
        guesses: by what remains after dropping a letter, the months and weekdays that it could be.
    """

    phrases: dict[str, list[tuple[tuple[str, ...], Sense]]] = field(default_factory=dict)
    short_units: dict[str, str] = field(default_factory=dict)
    ordinal_suffixes: frozenset[str] = frozenset()
    quarters: frozenset[str] = frozenset()
    half_years: frozenset[str] = frozenset()
    week_letters: frozenset[str] = frozenset()
    weak_letters: frozenset[str] = frozenset()
    ambiguous_units: dict[str, str] = field(default_factory=dict)
    guesses: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)

    def guess(self, word: str) -> tuple[str, int, str] | None:
        """The month or weekday that the word misspells by one letter, as kind, number and right spelling."""
        if len(word) < _SHORTEST_GUESS or len(word) > 12:
            return None
        for shorter in (word, *_without_a_letter(word)):
            for name, kind, number in self.guesses.get(shorter, ()):
                if _is_one_slip(word, name):
                    return kind, number, name
        return None


@lru_cache(maxsize=8)
def time_words(language: str) -> TimeWords:
    """The time words to read a message of this language with."""
    own = table(language, "time")
    own_phrases = dict(_entries(own, table(language, "numbers")))
    common = set(table(language, "language")["function_words"]) | set(own["not_time_words"])
    merged = {words: sense for words, sense in _foreign(language) if words[0] not in common or len(words) > 1}
    merged.update(own_phrases)
    phrases: dict[str, list[tuple[tuple[str, ...], Sense]]] = {}
    for words, sense in merged.items():
        phrases.setdefault(words[0], []).append((words, sense))
    for listed in phrases.values():
        listed.sort(key=lambda item: -len(item[0]))
    return TimeWords(
        phrases=phrases,
        short_units={short: unit for unit, names in own["short_units"].items() for short in names},
        ordinal_suffixes=frozenset(own["ordinal_suffixes"]),
        quarters=frozenset(own["quarters"]) | {"q"},
        half_years=frozenset(own["half_years"]),
        week_letters=frozenset(own["week_letters"]),
        weak_letters=frozenset(own["weak_quarters"]),
        ambiguous_units=_ambiguous(own),
        guesses=_guesses(merged),
    )


def _foreign(language: str) -> list[tuple[tuple[str, ...], Sense]]:
    """Unmistakable phrases of the other languages: no short ones, no numbers."""
    listed: list[tuple[tuple[str, ...], Sense]] = []
    for other in languages():
        if other != language:
            listed += [
                (words, sense)
                for words, sense in _entries(table(other, "time"), {"words": {}, "scales": {}})
                if sense
                and (not any(kind in _NOT_ABROAD for kind, _ in sense) or _is_plain_abroad(words, sense))
            ]
    return listed


def _is_plain_abroad(words: tuple[str, ...], sense: Sense) -> bool:
    """Whether a month that is an ordinary word at home is none abroad ("march")."""
    return sense[0][0] == KIND["weak_month"] and len(words[0]) >= _SHORTEST_GUESS


_NOT_ABROAD = frozenset(
    KIND[name]
    for name in ("weak_month", "weak_weekday", "ord", "one", "weak_asap", "weak_flexible", "end_of")
)


def _entries(words: dict[str, Any], numbers: dict[str, Any]) -> list[tuple[tuple[str, ...], Sense]]:
    """All phrases of a language with their senses; a later one overrides an earlier one of the same words."""
    listed: list[tuple[str, Sense]] = []
    for number, names in numbers["words"].items():
        listed += [(name, ((KIND["num"], int(number)),)) for name in names]
    listed += [(name, ((KIND["num"], 1000),)) for name in numbers["scales"].get("1000", ())]
    for key, kind in _NAMED.items():
        listed += [(n, ((KIND[kind], name),)) for name, names in words.get(key, {}).items() for n in names]
    for key, kind in _NUMBERED.items():
        listed += [(n, ((KIND[kind], int(i)),)) for i, names in words[key].items() for n in names]
    for kind in _PLAIN:
        listed += [(name, ((KIND[kind], kind),)) for name in words.get(kind, ())]
    listed += [(name, ()) for name in words["about"]]
    listed += [(name, ((KIND["unknown"], None),)) for name in words["not_time"]]
    listed += [
        (name, ((KIND["holiday"], holiday),)) for holiday in words["holidays"] for name in holiday["names"]
    ]
    split = {
        name: tuple((KIND[kind], kind) for kind in kinds) for name, kinds in words["contractions"].items()
    }
    listed += list(split.items())
    endings = {name for name, sense in split.items() if sense[-1][0] == KIND["the"]} | set(words["the"])
    return [(tuple(_words_of(name)), _with_article(name, sense, endings)) for name, sense in listed]


def _with_article(name: str, sense: Sense, endings: set[str]) -> Sense:
    """The sense with the article that ends the phrase, which "antes del 15" needs to be a date."""
    last = name.rpartition(" ")[2]
    if " " in name and last in endings and sense and sense[-1][0] != KIND["the"]:
        return (*sense, (KIND["the"], "the"))
    return sense


def _words_of(phrase: str) -> list[str]:
    return fold(phrase).split()


def _ambiguous(words: dict[str, Any]) -> dict[str, str]:
    ordinals = {name for names in words["ordinals"].values() for name in names}
    return {name: unit for unit, names in words["units"].items() for name in names if name in ordinals}


def _guesses(merged: dict[tuple[str, ...], Sense]) -> dict[str, list[tuple[str, str, int]]]:
    near: dict[str, list[tuple[str, str, int]]] = {}
    for words, sense in merged.items():
        if len(words) == 1 and len(words[0]) > _SHORTEST_GUESS - 1 and sense:
            kind, number = sense[0]
            if kind in {KIND["month"], KIND["weekday"]}:
                for shorter in {words[0], *_without_a_letter(words[0])}:
                    near.setdefault(shorter, []).append((words[0], kind, number))
    return near


def _without_a_letter(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def _is_one_slip(word: str, name: str) -> bool:
    """One letter wrong, missing or too many, or two neighbours swapped; the first letter is right."""
    if word[0] != name[0] or abs(len(word) - len(name)) > 1:
        return False
    at = next(
        (i for i, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name))
    )
    tail, rest = word[at:], name[at:]
    return (
        tail[1:] == rest[1:]
        or tail == rest[1:]
        or tail[1:] == rest
        or (tail[:2] == rest[1::-1] and tail[2:] == rest[2:])
    )
