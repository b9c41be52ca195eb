"""What a budget covers besides the goods: transport and tax, said to be in or out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.extract.model import Context, Entity, Text
from bot.extract.numbers import find_numbers
from bot.extract.phrases import Phrases
from bot.extract.tokens import SIGN, tokens
from bot.extract.words import table

COMPONENTS = ("transport", "tax")
_ASKED = "budget_includes"  # the question to which "transporte" alone is an answer
_STEMS = frozenset({"budget", _ASKED})  # those to which "con IVA" alone is one
_ALL, _NONE, _ONLY, _FILLER = "all", "none", "only", "filler"


@dataclass(frozen=True)
class IncludesWords:
    """Phrases for the components and for in and out, before and after them."""

    components: Phrases[tuple[str, ...]]
    before: Phrases[bool]
    after: Phrases[bool]
    whole: frozenset[str]
    everything: frozenset[str]
    coordination: Phrases[str]
    answers: Phrases[str]


@lru_cache(maxsize=16)
def includes_words(language: str) -> IncludesWords:
    """The language's phrases about what is included."""
    rows = table(language, "money")
    components: list[tuple[str, tuple[str, ...]]] = [
        (phrase, (name,)) for name in COMPONENTS for phrase in rows[name]
    ]
    components += [(phrase, COMPONENTS) for phrase in rows["everything"]]
    return IncludesWords(
        components=Phrases(components),
        before=Phrases(_in_or_out(rows["including_before"], rows["excluding_before"])),
        after=Phrases(_in_or_out(rows["including_after"], rows["excluding_after"])),
        whole=frozenset(rows["whole_after"]),
        everything=frozenset(rows["everything"]),
        coordination=Phrases([(phrase, "and") for phrase in rows["coordination"]]),
        answers=Phrases(
            [(phrase, kind) for kind in (_ALL, _NONE, _ONLY, _FILLER) for phrase in rows["answers"][kind]]
        ),
    )


def _in_or_out(inside: list[str], outside: list[str]) -> list[tuple[str, bool]]:
    return [(phrase, True) for phrase in inside] + [(phrase, False) for phrase in outside]


@dataclass(frozen=True, slots=True)
class _Group:
    """Components said together: "IVA y portes"."""

    names: tuple[str, ...]
    first: int
    last: int
    is_whole: bool
    final: tuple[str, ...]  # what the last of them names


def find_covered(text: Text, context: Context) -> Entity | None:
    """The entity ``includes`` that the message's words make, whether or not an amount is there; cached."""
    key = f"includes/{context.language}/{context.asked if context.asked in _STEMS else None}"
    if key not in text.cache:
        text.cache[key] = _Reader(text, context).covered()
    found: Entity | None = text.cache[key]
    return found


def _answered(kinds: set[str], named: list[str]) -> dict[str, bool | None] | None:
    """The components that a bare answer names; "only" leaves the others out."""
    if _ALL in kinds and not named:
        return dict.fromkeys(COMPONENTS, True)
    if _NONE in kinds:
        return dict.fromkeys(named or COMPONENTS, False) | dict.fromkeys(
            (one for one in COMPONENTS if named and one not in named), None
        )
    if not named:
        return None
    others = False if _ONLY in kinds else None
    return {one: True if one in named else others for one in COMPONENTS}


class _Reader:
    def __init__(self, text: Text, context: Context) -> None:
        self._tokens = tokens(text)
        self._words = includes_words(context.language)
        self._is_asked = context.asked in _STEMS
        self._is_answer = context.asked == _ASKED
        self._has_number = bool(find_numbers(text, context.language))

    def covered(self) -> Entity | None:
        said: dict[str, bool | None] = dict.fromkeys(COMPONENTS)
        first, last = len(self._tokens), -1
        for group in self._groups():
            verdict = self._verdict(group)
            if verdict is None or self._is_question(group.last):
                continue
            is_included, start, end = verdict
            others = is_included is not self._parts(group)
            said.update(dict.fromkeys(group.names, others))
            said.update(dict.fromkeys(group.final, is_included))
            first, last = min(first, start), max(last, end)
        if last < 0:
            return self._answer() if self._is_answer else None
        return Entity("includes", dict(said), self._tokens[first].start, self._tokens[last].end)

    def _answer(self) -> Entity | None:
        """What the answer to the open question says when it says nothing else: "transporte", "las dos cosas", "nada"."""
        kinds: set[str] = set()
        named: list[str] = []
        at = 0
        while at < len(self._tokens):
            component = self._words.components.starting_at(self._tokens, at)
            answer = self._words.answers.starting_at(self._tokens, at)
            joint = self._words.coordination.starting_at(self._tokens, at)
            if answer is not None and (component is None or answer[1] >= component[1]):
                kinds.add(answer[0])
                at += answer[1]
            elif component is not None:
                named += component[0]
                at += component[1]
            elif joint is not None or self._tokens[at].kind == SIGN:
                at += joint[1] if joint is not None else 1
            else:
                return None
        value = _answered(kinds, named)
        is_question = any(token.text == "?" for token in self._tokens)
        return None if value is None or is_question else self._whole(value)

    def _whole(self, value: dict[str, bool | None]) -> Entity:
        return Entity("includes", value, self._tokens[0].start, self._tokens[-1].end)

    def _groups(self) -> Iterator[_Group]:
        at = 0
        while at < len(self._tokens):
            match = self._words.components.starting_at(self._tokens, at)
            if match is None:
                at += 1
                continue
            names, first, last = match[0], at, at + match[1] - 1
            final = names
            is_whole = self._tokens[at].text in self._words.everything
            at = last + 1
            while True:
                more = self._more(at)
                if more is None:
                    break
                names, last, final = names + more[0], more[1], more[0]
                at = last + 1
            yield _Group(names, first, last, is_whole, final)

    def _more(self, at: int) -> tuple[tuple[str, ...], int] | None:
        """The component that a coordination joins, unless a word for in or out stands between."""
        steps = 0
        while steps < 3:
            component = self._words.components.starting_at(self._tokens, at)
            if component is not None and steps:
                return component[0], at + component[1] - 1
            joint = self._words.coordination.starting_at(self._tokens, at)
            if joint is None:
                return None
            at += joint[1]
            steps += 1
        component = self._words.components.starting_at(self._tokens, at)
        return (component[0], at + component[1] - 1) if component else None

    def _verdict(self, group: _Group) -> tuple[bool, int, int] | None:
        """In or out with the first and last token that say so; None when the words say neither."""
        after = self._words.after.starting_at(self._tokens, group.last + 1)
        before = self._words.before.ending_at(self._tokens, group.first - 1)
        if group.is_whole:
            inside = after is not None and after[0] and self._tokens[group.last + 1].text in self._words.whole
            if inside:
                return True, group.first, group.last + 1
            is_covered = before is not None and before[0] and self._is_asked
            return (True, group.first - before[1], group.last) if before is not None and is_covered else None
        if after is not None and not (before is not None and self._opens_next(group.last + 1)):
            return after[0], group.first, group.last + after[1]
        if before is not None and (self._is_asked or self._has_amount()):
            return before[0], group.first - before[1], group.last
        return None

    def _parts(self, group: _Group) -> bool:
        """Whether the first is in and the last out, or the other way round: "with transport, VAT not included"."""
        before = self._words.before.ending_at(self._tokens, group.first - 1)
        after = self._words.after.starting_at(self._tokens, group.last + 1)
        return (
            group.final != group.names
            and before is not None
            and after is not None
            and before[0] is not after[0]
        )

    def _opens_next(self, at: int) -> bool:
        """ "con IVA, sin transporte": the word after belongs to the next component."""
        match = self._words.before.starting_at(self._tokens, at)
        return (
            match is not None and self._words.components.starting_at(self._tokens, at + match[1]) is not None
        )

    def _has_amount(self) -> bool:
        return self._has_number

    def _is_question(self, at: int) -> bool:
        """A question mark ends the clause: the prospect asks, and says nothing."""
        for token in self._tokens[at + 1 :]:
            if token.text in ".!;,\n":
                return False
            if token.text == "?":
                return True
        return False
