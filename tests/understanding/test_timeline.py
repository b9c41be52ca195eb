"""When a prospect needs it: what is a time of delivery, which one, and what only looks like one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.extract.dates import find_dates
from bot.extract.duration import find_durations
from bot.extract.model import Context, Text
from bot.extract.timeline import find_timelines

NOW = datetime(2026, 11, 23, 11, 42, tzinfo=UTC)  # a Monday
TABLES = Path(__file__).parent
FLOOR = 0.98


def told(said: str, language: str = "es", asked: str | None = None) -> list[dict[str, Any]]:
    return [entity.value for entity in find_timelines(Text(said), Context(NOW, language, asked=asked))]


def latest(said: str, language: str = "es", asked: str | None = None) -> list[Any]:
    return [value["latest"] for value in told(said, language, asked)]


def _is_right(line: dict[str, Any]) -> bool:
    now = datetime.fromisoformat(line["now"])
    found = find_timelines(Text(line["text"]), Context(now, line["lang"], asked=line["asked"]))
    wanted = line["expect"].get("timeline")
    if wanted is None:
        return not found
    return len(found) == 1 and all(found[0].value.get(key) == value for key, value in wanted.items())


@pytest.mark.parametrize("language", ["es", "en"])
def test_replies_about_time_are_read_as_people_type_them(language: str) -> None:
    written = (TABLES / f"replies_{language}_time.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in written.splitlines()]
    wrong = [line["text"] for line in lines if not _is_right(line)]
    assert 1 - len(wrong) / len(lines) >= FLOOR, wrong


@pytest.mark.parametrize(
    "said",
    [
        "tablero de 3/4 cm",
        "atendemos 24/7",
        "presupuesto de 12.50 €",
        "unas 2000",
        "para 2030 unidades",
        "entre 2026 y 2028 euros",
        "tfno 600 12 34 56",
        "ref. 12-05",
        "CP 36201",
        "papel de 90/100 gr",
        "calle 2 de Mayo 14, Madrid",
        "soy Domingo Pérez",
        "llámeme mañana",
        "le confirmo el lunes",
        "un segundo",
        "500 al mes",
        "500 cajas cada mes",
        "el mes pasado nos fallaron",
        "es la primera vez",
        "hasta mañana",
        "buenas tardes",
        "para el 50 aniversario de la empresa",
    ],
)
def test_what_only_looks_like_a_time_in_spanish_is_left_alone(said: str) -> None:
    assert told(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "may I ask why?",
        "I may need more",
        "just a second",
        "the box is 3/4 inch thick",
        "version 2.0.1 of our logo",
        "I'm from March Foods",
        "we have been in business for 20 years",
        "call me tomorrow",
        "I'll let you know on Monday",
        "the first 100 boxes",
        "spring rolls boxes",
        "our budget is 2027 euros",
        "2 pallets every month",
    ],
)
def test_what_only_looks_like_a_time_in_english_is_left_alone(said: str) -> None:
    assert told(said, "en") == []


def test_a_year_is_a_date_only_where_a_word_says_so() -> None:
    assert latest("2000 para 2027") == ["2027-12-31"]
    assert latest("2027", asked="timeline") == ["2027-12-31"]


def test_a_date_past_without_year_rolls_on_and_with_its_year_stays() -> None:
    assert latest("para el 15 de noviembre") == ["2027-11-15"]
    assert latest("para el 15 de noviembre de 2025") == ["2025-11-15"]


def test_two_deliveries_are_two_timelines() -> None:
    assert latest("500 para el día 20 y otras 500 para el 15 de enero") == ["2026-12-20", "2027-01-15"]


def test_the_date_that_is_taken_back_is_dropped() -> None:
    assert latest("no para marzo, para abril") == ["2027-04-30"]
    assert latest("not by march, by april", "en") == ["2027-04-30"]


def test_urgency_and_its_limit_are_one_timeline() -> None:
    [value] = told("lo antes posible, como muy tarde el 10 de diciembre")
    assert (value["asap"], value["latest"]) == (True, "2026-12-10")


def test_from_and_until_are_one_timeline() -> None:
    [value] = told("no antes de marzo ni después de mayo")
    assert (value["earliest"], value["latest"]) == ("2027-03-01", "2027-05-31")


def test_a_time_before_an_event_is_counted_back_from_it() -> None:
    assert latest("la feria es el 14 de febrero y lo queremos una semana antes") == ["2027-02-07"]


def test_time_words_of_the_other_language_are_understood() -> None:
    assert told("lo necesito asap")[0]["asap"] is True
    assert latest("500 cajas for march") == ["2027-03-31"]
    assert latest("500 boxes para marzo", "en") == ["2027-03-31"]


def test_easter_moves_with_the_year() -> None:
    assert latest("antes de semana santa de 2028") == ["2028-04-08"]
    assert latest("before easter 2030", "en") == ["2030-04-20"]


def test_day_comes_before_month_unless_only_the_other_order_exists() -> None:
    assert latest("by 3/4/2027", "en") == ["2027-04-03"]
    assert latest("by 4/25/2027", "en") == ["2027-04-25"]
    assert [
        found.end_inclusive.isoformat()
        for found in find_dates(Text("4/3 - 4/25"), Context(NOW, "en"))
        if found.end_inclusive
    ] == ["2027-04-25"]


def test_now_is_the_prospects_own_day() -> None:
    late = datetime.fromisoformat("2026-11-23T23:30:00-05:00")
    [found] = find_timelines(Text("mañana", {}), Context(late, asked="timeline"))
    assert found.value["latest"] == "2026-11-24"


@pytest.mark.parametrize(
    ("said", "language", "days"),
    [
        ("mes y medio", "es", 45),
        ("a couple of weeks", "en", 14),
        ("2 o 3 semanas", "es", 21),
        ("half a year", "en", 182.5),
    ],
)
def test_durations_are_read_in_seconds(said: str, language: str, days: float) -> None:
    [found] = find_durations(Text(said), Context(NOW, language))
    assert found.seconds == days * 86400
