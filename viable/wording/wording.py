"""Typed values (``viable.domain.values``) as a prospect reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, localcontext
from functools import cached_property

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal

from viable.domain.conversation import Json
from viable.wording.terms import Terms

type FamilyName = Callable[[str, str], str]
"""Family id and language → the name that the playbook gives it."""

LONGEST_AMOUNT = 100
SOON_DAYS = 300
"""Days ahead within which a date needs no year."""
LOCALES = {"en": "en_GB"}
"""European English: day before month. Every other language is its own locale."""


class Wording:
    """Words for one company, in all its languages."""

    def __init__(
        self, terms: Mapping[str, Terms], family_name: FamilyName, clock: Callable[[], datetime]
    ) -> None:
        self._terms = terms
        self._family_name = family_name
        self._clock = clock

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._terms)

    def term(self, group: str, code: str, language: str) -> str:
        """The words for a code; the code itself when the language has none."""
        return self._terms[language].get(group, {}).get(code, code)

    def notice(self, code: str, language: str, **typed: Json) -> str:
        """A text of the group "notice", with its values."""
        return self._fill(self.term("notice", code, language), typed, language)

    def values(self, typed: Json, language: str) -> dict[str, str]:
        """All values of a response, by name."""
        return {name: self.value(value, language) for name, value in typed.items()}

    def value(self, typed: Json, language: str) -> str:
        """One value in words."""
        make = self._makers.get(typed["kind"])
        return str(typed["value"]) if make is None else make(typed, language)

    @cached_property
    def _makers(self) -> dict[str, Callable[[Json, str], str]]:
        return {
            "number": lambda v, spoken: _number(Decimal(v["value"]), spoken),
            "money": lambda v, spoken: _money(Decimal(v["amount"]), v["currency"], spoken),
            "day": lambda v, spoken: self._day(date.fromisoformat(v["value"]), spoken),
            "days": self._days,
            "moment": lambda v, spoken: self._moment(datetime.fromisoformat(v["value"]), spoken),
            "term": lambda v, spoken: self.term(v["group"], v["code"], spoken),
            "family": lambda v, spoken: self._family_name(v["code"], spoken),
            "list": self._list,
            "pattern": lambda v, spoken: self._fill(
                self.term("pattern", v["pattern"], spoken), v["values"], spoken
            ),
            "place": _place,
            "by_language": lambda v, spoken: str(v["words"].get(spoken) or next(iter(v["words"].values()))),
        }

    def _fill(self, pattern: str, typed: Json, language: str) -> str:
        return pattern.format(**self.values(typed, language))

    def _list(self, typed: Json, language: str) -> str:
        words = [self.value(one, language) for one in typed["values"]]
        if typed["joiner"] == "dots" or len(words) < 2:
            return " · ".join(words)
        both = self.term("pattern", "and", language)
        return both.format(first=", ".join(words[:-1]), last=words[-1])

    def _day(self, day: date, language: str) -> str:
        ahead = (day - self._clock().date()).days
        code = "day_soon" if 0 <= ahead < SOON_DAYS else "day_format"
        return format_date(day, self.term("pattern", code, language), locale=_locale(language))

    def _days(self, typed: Json, language: str) -> str:
        first, last = date.fromisoformat(typed["from"]), date.fromisoformat(typed["to"])
        if first == last:
            return self.term("pattern", "on_day", language).format(day=self._day(first, language))
        code = "days_in_month" if (first.year, first.month) == (last.year, last.month) else "days"
        return self.term("pattern", code, language).format(
            first=self._day(first, language), first_day=first.day, last=self._day(last, language)
        )

    def _moment(self, moment: datetime, language: str) -> str:
        time = format_time(moment, "H:mm", locale=_locale(language))
        today = self._clock().astimezone(moment.tzinfo).date()
        if moment.date() == today:
            return self.term("pattern", "today", language).format(time=time)
        if moment.date() == today + timedelta(days=1):
            return self.term("pattern", "tomorrow", language).format(time=time)
        return self.term("pattern", "moment", language).format(
            day=self._day(moment.date(), language), time=time
        )


def _place(typed: Json, language: str) -> str:
    """The place with its country, and with its region where another of that name lies in the same country."""
    place = typed["value"]
    country = Locale.parse(_locale(language)).territories.get(
        place.get("country") or "", place.get("country")
    )
    where = [place.get("region")] if typed.get("is_alike") else []
    shown = ", ".join(part for part in (*where, country) if part)
    return f"{place['name']} ({shown})" if shown else str(place["name"])


def _locale(language: str) -> str:
    return LOCALES.get(language, language)


def _number(value: Decimal, language: str) -> str:
    with localcontext(prec=LONGEST_AMOUNT):
        return format_decimal(value, locale=_locale(language))


def _money(amount: Decimal, currency: str, language: str) -> str:
    digits = "#,##0" if amount == amount.to_integral() else "#,##0.00"
    pattern = f"¤{digits}" if language == "en" else f"{digits}\xa0¤"
    with localcontext(prec=LONGEST_AMOUNT):  # what a prospect typed may be absurd and must still be said
        return format_currency(amount, currency, pattern, locale=_locale(language), currency_digits=False)
