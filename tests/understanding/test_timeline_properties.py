"""Any date, written in any style of either language, is read back; any text is survived."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extract.dates import find_dates
from bot.extract.duration import find_durations
from bot.extract.model import Context, Text
from bot.extract.timeline import find_timelines

NOW = datetime(2026, 11, 23, 11, 42, tzinfo=UTC)
TODAY = NOW.date()
ES_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
EN_MONTHS = "January February March April May June July August September October November December".split()
ES_WEEKDAYS = "lunes martes miércoles jueves viernes sábado domingo".split()
EN_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

soon = st.dates(TODAY + timedelta(days=1), TODAY + timedelta(days=360))
ever = st.dates(TODAY, date(2033, 12, 31))


def _ordinal(day: int) -> str:
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in {11, 12, 13} else 0, "th")
    return f"{day}{suffix}"


def _month(day: date, language: str) -> str:
    return (ES_MONTHS if language == "es" else EN_MONTHS)[day.month - 1]


WITH_YEAR = {
    "es": [
        lambda d: f"{d.day}/{d.month}/{d.year}",
        lambda d: f"{d:%d-%m-%Y}",
        lambda d: f"{d:%d.%m.%Y}",
        lambda d: f"{d:%d/%m/%y}",
        lambda d: d.isoformat(),
        lambda d: f"el {d.day} de {_month(d, 'es')} de {d.year}",
        lambda d: f"{d.day} de {_month(d, 'es')} del {d.year}",
        lambda d: f"{d.day} {_month(d, 'es')[:3]} {d.year}",
        lambda d: f"{ES_WEEKDAYS[d.weekday()]}, {d.day} de {_month(d, 'es')} de {d.year}",
    ],
    "en": [
        lambda d: f"{d.day}/{d.month}/{d.year}",
        lambda d: f"{d:%d-%m-%Y}",
        lambda d: f"{d:%d/%m/%y}",
        lambda d: d.isoformat(),
        lambda d: f"{_month(d, 'en')} {d.day}, {d.year}",
        lambda d: f"{_month(d, 'en')} {_ordinal(d.day)} {d.year}",
        lambda d: f"the {_ordinal(d.day)} of {_month(d, 'en')} {d.year}",
        lambda d: f"{d.day} {_month(d, 'en')[:3]} {d.year}",
        lambda d: f"{EN_WEEKDAYS[d.weekday()]}, {_month(d, 'en')} {d.day}, {d.year}",
    ],
}
WITHOUT_YEAR = {
    "es": [
        lambda d: f"el {d.day}/{d.month}",
        lambda d: f"el {d.day} de {_month(d, 'es')}",
        lambda d: f"{d.day} {_month(d, 'es')}",
        lambda d: f"{ES_WEEKDAYS[d.weekday()]} {d.day} de {_month(d, 'es')}",
        lambda d: f"el {d.day}-{d.month}",
    ],
    "en": [
        lambda d: f"on {d.day}/{d.month}",
        lambda d: f"{_month(d, 'en')} {d.day}",
        lambda d: f"{_month(d, 'en')} {_ordinal(d.day)}",
        lambda d: f"the {_ordinal(d.day)} of {_month(d, 'en')}",
        lambda d: f"{EN_WEEKDAYS[d.weekday()]} {d.day} {_month(d, 'en')}",
    ],
}
BY = {"es": ["para {}", "lo necesito {}", "{}"], "en": ["by {}", "we need it {}", "{}"]}


def _latest(said: str, language: str) -> list[Any]:
    context = Context(NOW, language, asked="timeline")
    return [entity.value["latest"] for entity in find_timelines(Text(said), context)]


@pytest.mark.parametrize("language", ["es", "en"])
@given(data=st.data(), day=ever)
def test_a_date_with_its_year_is_read_back(language: str, data: st.DataObject, day: date) -> None:
    written = data.draw(st.sampled_from(WITH_YEAR[language]))(day)
    said = data.draw(st.sampled_from(BY[language])).format(written)
    assert _latest(said, language) == [day.isoformat()], said


@pytest.mark.parametrize("language", ["es", "en"])
@given(data=st.data(), day=soon)
def test_a_date_without_year_is_the_next_one_to_come(language: str, data: st.DataObject, day: date) -> None:
    written = data.draw(st.sampled_from(WITHOUT_YEAR[language]))(day)
    said = data.draw(st.sampled_from(BY[language])).format(written)
    assert _latest(said, language) == [day.isoformat()], said


@given(days=st.integers(1, 120))
def test_a_number_of_days_reaches_the_day_that_many_days_ahead(days: int) -> None:
    expected = [(TODAY + timedelta(days=days)).isoformat()]
    assert _latest(f"en {days} días", "es") == expected
    assert _latest(f"within {days} days", "en") == expected


@given(days=st.integers(1, 90))
def test_working_days_end_on_a_working_day_and_skip_weekends(days: int) -> None:
    [latest] = _latest(f"en {days} días laborables", "es")
    end = date.fromisoformat(latest)
    between = [TODAY + timedelta(days=n) for n in range(1, (end - TODAY).days + 1)]
    assert end.weekday() < 5
    assert sum(day.weekday() < 5 for day in between) == days


@given(amount=st.integers(1, 60), unit=st.sampled_from([("días", 1), ("semanas", 7), ("meses", 30)]))
def test_a_duration_is_as_long_as_said(amount: int, unit: tuple[str, int]) -> None:
    [found] = find_durations(Text(f"unas {amount} {unit[0]}"), Context(NOW))
    assert found.seconds == amount * unit[1] * 86400


@given(day=soon, more=st.integers(1, 60))
def test_an_interval_keeps_its_ends_in_order(day: date, more: int) -> None:
    end = day + timedelta(days=more)
    said = f"entre el {day.day} de {_month(day, 'es')} de {day.year} y el {end.day} de {_month(end, 'es')} de {end.year}"
    [found] = find_timelines(Text(said), Context(NOW))
    assert (found.value["earliest"], found.value["latest"]) == (day.isoformat(), end.isoformat())


PIECES = st.sampled_from(
    "el la de del a en para antes después hasta entre y o 1 2 15 31 99 2027 1999 3/4 24/7 12.50 15-3 1º 2nd marzo may "
    "martes sunday semana weeks mes year día Q3 T9 W60 navidad easter primera last próximo que viene next this ago hace "
    "lo antes posible no sin prisa asap , . - / ( ) ' \n \t 🎁 cajas 10000000000000000000 29/2 0/0 00/00/00 32/13/2027".split(
        " "
    )
)


@settings(max_examples=400)
@given(pieces=st.lists(PIECES, max_size=25), language=st.sampled_from(["es", "en"]))
def test_any_mixture_of_time_words_is_survived_and_stays_inside_the_message(
    pieces: list[str], language: str
) -> None:
    said = " ".join(pieces)
    context = Context(NOW, language)
    for entity in find_timelines(Text(said), context):
        assert 0 <= entity.start < entity.end <= len(said)
        ends = [entity.value["earliest"], entity.value["latest"]]
        assert None in ends or ends[0] <= ends[1]
    find_dates(Text(said), context)
    find_durations(Text(said), context)


@given(said=st.text(max_size=200), language=st.sampled_from(["es", "en"]))
def test_any_text_is_survived(said: str, language: str) -> None:
    find_timelines(Text(said), Context(NOW, language))
    find_durations(Text(said), Context(NOW, language))


@pytest.mark.parametrize(
    "piece", ["3 de marzo o ", "1/", "el ", "en 3 semanas ", "first ", "la la la ", "12-", "a" * 40 + " "]
)
def test_time_grows_with_length_and_no_faster(piece: str) -> None:
    def spent(times: int) -> float:
        text, context = piece * times, Context(NOW)
        started = time.process_time()
        find_timelines(Text(text), context)
        return time.process_time() - started

    spent(50)
    short = min(spent(100) for _ in range(3))
    assert min(spent(800) for _ in range(2)) < max(short, 0.001) * 8 * 4
