"""Typed values as a prospect reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from viable.bootstrap import DATA
from viable.domain import values
from viable.domain.conversation import Json
from viable.domain.errors import BadPlaybook
from viable.domain.money import Money
from viable.domain.reasons import DateRange
from viable.wording.terms import read_terms
from viable.wording.wording import Wording

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
WORDING = Wording(read_terms(DATA), lambda family, language: f"{family}.{language}", lambda: NOW)


def worded(typed: Json, language: str) -> str:
    return WORDING.value(typed, language).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("typed", "spanish", "english"),
    [
        (values.number(1800), "1.800", "1,800"),
        (values.number(20000), "20.000", "20,000"),
        (values.money(Money.of(1500)), "1.500 €", "€1,500"),
        (values.money(Money.of("1422.62")), "1.422,62 €", "€1,422.62"),
        (values.money(Money.of(10**30)), "1" + ".000" * 10 + " €", "€1" + ",000" * 10),
        (values.money(Money(Decimal(-5), "EUR")), "-5 €", "-€5"),
        (values.day(date(2026, 12, 21)), "21/12", "21 Dec"),
        (values.day(date(2028, 1, 7)), "7/1/2028", "7 Jan 2028"),
        (values.days(DateRange(date(2027, 1, 11), date(2027, 1, 15))), "entre el 11 y el 15/1", "between 11 and 15 Jan"),
        (values.term("level", "logo"), "con logo", "with logo"),
        (values.family("bag"), "bag.es", "bag.en"),
        (values.listing([values.text("a"), values.text("b"), values.text("c")], "and"), "a, b y c", "a, b and c"),
        (values.listing([values.text("a"), values.text("b")]), "a · b", "a · b"),
        (values.filled("change", new=values.number(1000), old=values.number(1800)), "1.000 (antes 1.800)", "1,000 (was 1,800)"),
    ],
)  # fmt: skip
def test_a_value_is_worded_as_the_language_does(typed: Json, spanish: str, english: str) -> None:
    assert (worded(typed, "es"), worded(typed, "en")) == (spanish, english)


def test_a_moment_is_told_as_today_tomorrow_or_a_day() -> None:
    madrid = ZoneInfo("Europe/Madrid")
    assert worded(values.moment(datetime(2026, 11, 23, 12, 0, tzinfo=madrid)), "es") == "hoy a las 12:00"
    assert worded(values.moment(datetime(2026, 11, 24, 9, 5, tzinfo=madrid)), "es") == "mañana a las 9:05"
    assert worded(values.moment(datetime(2026, 11, 30, 9, 5, tzinfo=madrid)), "en") == "9:05 on 30 Nov"


def test_a_term_that_one_language_lacks_is_told(tmp_path: Path) -> None:
    for language, text in (("es", "level: {logo: con logo, none: sin}"), ("en", "level: {logo: with logo}")):
        (tmp_path / language).mkdir()
        (tmp_path / language / "terms.yml").write_text(text)
    with pytest.raises(BadPlaybook, match=r"data/en/terms.yml: level.none is missing"):
        read_terms(tmp_path)


def test_broken_terms_are_told_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "es").mkdir()
    (tmp_path / "es" / "terms.yml").write_text("level:\n  logo: [\n")
    with pytest.raises(BadPlaybook, match=r"data/es/terms.yml:3: not YAML"):
        read_terms(tmp_path)
