"""Dialogues as files: what a prospect says, turn by turn, and what must be answered and remembered.

    - name: a sentence that the dialogue proves
      opened_in: es                  # the page's language; left out, the folder's
      turns:
        - say: 500 cajas para el {in_weeks:8|d 'de' MMMM}
          expect: [Anoto, "/ocho?/"] # parts of the reply, in any case; regular expressions between slashes
          not: [margen]
          asked: volume              # the open question; a list names what it may be; null: none
          phase: qualifying          # or a list
          buttons: [Vigo]            # titles that must be there
          language: es               # of the reply
          answers: {volume: {max: 500}, budget: null}   # parts of what the store holds; null: nothing
          is_unchanged: true         # no answer has changed
          then: [Enviado a]          # parts of what is said soon after, by itself
        - tap: Estándar
      final: {verdict: qualified, wants: estimate, answers: {}, offered: 3, demand: true, lead: false}

``{in_weeks:N|pattern}`` and ``{in_days:N|pattern}`` are dates from today on, in the folder's language; the pattern is
Babel's; ``{repeat:N|words}`` is N characters of these words over and over. Texts are checked as written otherwise, so braces need no escape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from babel.dates import format_date

FOLDER = Path(__file__).parent
DATE = re.compile(r"\{in_(?P<unit>days|weeks):(?P<count>\d+)\|(?P<pattern>[^}]+)\}")
REPEATED = re.compile(r"\{repeat:(?P<length>\d+)\|(?P<words>[^}]+)\}")
LOCALES = {"en": "en_GB"}

type Json = dict[str, Any]


class BadDialogue(ValueError):
    """A dialogue file does not say what a dialogue needs: ``path: message``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message of the prospect and what must be true after its answer."""

    say: str | None = None
    tap: str | None = None
    expect: list[str] = field(default_factory=list)
    not_: list[str] = field(default_factory=list)
    asked: Any = ...
    phase: Any = ...
    buttons: list[str] = field(default_factory=list)
    language: str | None = None
    answers: Json = field(default_factory=dict)
    is_unchanged: bool = False
    then: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Final:
    """What the store holds after the last turn."""

    verdict: str | None = None
    wants: str | None = None
    answers: Json = field(default_factory=dict)
    offered: int = 0
    demand: bool | None = None
    lead: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """One conversation from its first message on."""

    path: str
    name: str
    language: str
    opened_in: str
    turns: list[Turn]
    final: Final

    def __str__(self) -> str:
        return f"{self.path}: {self.name}"


def dialogues(*languages: str) -> Iterator[Dialogue]:
    """Every dialogue of these languages, by file; raises BadDialogue."""
    for language in languages:
        for path in sorted((FOLDER / language).glob("*.yml")):
            yield from read_dialogues(path, language)


def read_dialogues(path: Path, language: str) -> Iterator[Dialogue]:
    """The dialogues of one file, in its order; raises BadDialogue."""
    where = f"{language}/{path.name}"
    for row in yaml.safe_load(path.read_text(encoding="utf-8")):
        unknown = set(row) - {"name", "opened_in", "turns", "final"}
        if unknown or not row.get("name") or not row.get("turns"):
            raise BadDialogue(f"{where}: {row.get('name')}: expected name and turns, found {sorted(row)}")
        try:
            turns = [_turn(turn, language) for turn in row["turns"]]
            final = Final(**row.get("final") or {})
        except TypeError as error:
            raise BadDialogue(f"{where}: {row['name']}: {error}") from error
        yield Dialogue(
            path=where,
            name=row["name"],
            language=language,
            opened_in=row.get("opened_in") or language,
            turns=turns,
            final=final,
        )


def _turn(row: Json, language: str) -> Turn:
    given = {"not_" if name == "not" else name: value for name, value in row.items()}
    unknown = set(given) - {each.name for each in fields(Turn)}
    if unknown:
        raise TypeError(f"a turn has no {sorted(unknown)}")
    if ("say" in given) == ("tap" in given):
        raise TypeError(f"a turn has say or tap: {row}")
    for name in ("say", "tap", "expect", "not_", "buttons", "then"):
        texts = given.get(name, "")
        if strange := [
            text for text in (texts if isinstance(texts, list) else [texts]) if not isinstance(text, str)
        ]:
            raise TypeError(f"{name}: expected texts, found {strange}: quote them")
    return Turn(**{name: _dated(value, language) for name, value in given.items()})


def _dated(value: Any, language: str) -> Any:
    if isinstance(value, str):
        repeated = REPEATED.sub(
            lambda found: (found["words"] * int(found["length"]))[: int(found["length"])], value
        )
        return DATE.sub(lambda found: _day(found, language), repeated)
    if isinstance(value, list):
        return [_dated(each, language) for each in value]
    if isinstance(value, dict):
        return {name: _dated(each, language) for name, each in value.items()}
    return value


def _day(found: re.Match[str], language: str) -> str:
    today = datetime.now(UTC).astimezone(ZoneInfo("Europe/Madrid")).date()
    day = today + timedelta(**{found["unit"]: int(found["count"])})
    return str(format_date(day, found["pattern"], locale=LOCALES.get(language, language)))
