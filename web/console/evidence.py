"""A stored assessment's figures in words of a language.

Figures are stored as plain JSON, so their kind is told by their shape, and for codes by their name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from string import Formatter
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.numbers import format_percent

from viable.domain import values
from viable.domain.conversation import Json
from viable.domain.money import Money
from viable.domain.reasons import DateRange, Evidence
from viable.wording.wording import LOCALES, Wording

DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
SHARES: Final = frozenset({"share", "margin_share"})


class EvidenceWords:
    """Words of one language, times in one zone."""

    def __init__(self, wording: Wording, language: str, zone: ZoneInfo) -> None:
        self._wording = wording
        self._language = language
        self._zone = zone

    def typed(self, value: Json) -> str:
        """A value of ``viable.domain.values`` in words."""
        return self._wording.value(value, self._language)

    def term(self, group: str, code: str) -> str:
        """The words for a code."""
        return self._wording.term(group, code, self._language)

    def money(self, stored: Mapping[str, str] | None) -> str:
        """An amount, "" when there is none."""
        return self.typed(values.money(_money(stored))) if stored else ""

    def days(self, stored: Mapping[str, str] | None) -> str:
        """From one day to another, "" when there is none."""
        return self.typed(values.days(_days(stored))) if stored else ""

    def moment(self, at: datetime | str | None) -> str:
        """A day and time, "today" and "tomorrow" where they are; "" when there is none."""
        if not at:
            return ""
        when = datetime.fromisoformat(at) if isinstance(at, str) else at
        return self.typed(values.moment(when.astimezone(self._zone)))

    def clock(self, at: datetime) -> str:
        """A time of day, with seconds."""
        return at.astimezone(self._zone).strftime("%H:%M:%S")

    def percent(self, share: str | None) -> str:
        """A share as a percentage with one decimal, "" when there is none."""
        if share is None:
            return ""
        return format_percent(Decimal(share), "0.0\xa0%", locale=LOCALES.get(self._language, self._language))

    def sentence(self, template: str, evidence: Mapping[str, Any]) -> str:
        """The template with the evidence in it, "" when it needs some that is not there."""
        names = [name for _, name, _, _ in Formatter().parse(template) if name]
        if any(evidence.get(name) is None for name in names):
            return ""
        return template.format_map({name: self._word(name, evidence[name]) for name in names})

    def _word(self, name: str, stored: Any) -> str:
        if name in SHARES:
            return self.percent(str(stored))
        if isinstance(stored, str) and MOMENT.fullmatch(stored):
            return self.moment(stored)
        return self.typed(values.of_evidence(name, _evidence(stored)))


def _evidence(stored: Any) -> Evidence:
    """What the stored JSON was before it was stored; text stays text."""
    if isinstance(stored, Mapping):
        return _money(stored) if "amount" in stored else _days(stored)
    if isinstance(stored, list):
        return tuple(map(str, stored))
    if isinstance(stored, str) and DAY.fullmatch(stored):
        return date.fromisoformat(stored)
    return stored if isinstance(stored, int | str) else str(stored)


def _money(stored: Mapping[str, str]) -> Money:
    return Money(Decimal(stored["amount"]), stored["currency"])


def _days(stored: Mapping[str, str]) -> DateRange:
    return DateRange(date.fromisoformat(stored["earliest"]), date.fromisoformat(stored["latest"]))
