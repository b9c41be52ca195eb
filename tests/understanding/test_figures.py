"""The figures of docs/understanding.md, held: each of ``bench/texts`` is read at least as well as its floor says."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from bench.understanding import EXCEPTIONS, Score, lines_of, scores
from bench.understanding_speed import added_memory, first_message_seconds

TEXTS = Path(__file__).resolve().parents[2] / "bench" / "texts"

# Share of all lines read right; what was aimed at, or what is reached where that is less, with the reason.
FLOORS = {
    "money/es": 0.96, "money/en": 0.96,
    "numrange/es": 0.92, "numrange/en": 0.92,
    "deadline/es": 0.88, "deadline/en": 0.88,
    "duration/es": 0.90, "duration/en": 0.90,
    "dimension/es": 0.90, "dimension/en": 0.90,
    "location_served/es": 0.92, "location_served/en": 0.92,
    "price/mul": 0.94,               # 95.6 % reached: prices in thirty currencies, several without a figure
    "quantity/es": 0.95, "quantity/en": 0.95,
    # No aims: these hold what was reached, since other figures stand on them.
    "number/es": 0.69,               # counts ordinals and articles ("una") that a sale must not take for quantities
    "number/en": 0.73,
    "number_slot/en": 0.70,
    "date/es": 0.83,
    "date/en": 0.64,                 # past dates, times of day, NLU++'s wrong ones
    "location/es": 0.80,             # American hamlets and parks; places that are served have their own row
    "location/en": 0.85,
}  # fmt: skip

# Share of lines without a value in which nothing is found.
SILENT = {
    "money/en": 0.97,
    "dimension/es": 0.97, "dimension/en": 0.97,
    "numrange/es": 0.97, "numrange/en": 0.97,
    "price/mul": 0.97,
}  # fmt: skip

FALSE_IN_CHAT = 0.02  # with places and dates that chat lines really name counted as found, see the exceptions


@lru_cache(maxsize=1)
def table() -> dict[str, Score]:
    return scores(lines_of(sorted(TEXTS.glob("*.jsonl"))))[0]


@pytest.mark.parametrize("name", FLOORS)
def test_a_kind_is_read_at_least_as_well_as_its_floor(name: str) -> None:
    exact = table()[name].exact
    assert exact is not None
    assert exact >= FLOORS[name]


@pytest.mark.parametrize("name", SILENT)
def test_lines_without_a_value_are_left_alone(name: str) -> None:
    silent = table()[name].silent_ok
    assert silent is not None
    assert silent >= SILENT[name]


def test_less_than_2_percent_of_chat_lines_give_a_value_that_they_do_not_say() -> None:
    score = table()["oos/en"]
    assert score.without_exceptions is not None
    assert 1 - score.without_exceptions < FALSE_IN_CHAT


@pytest.mark.parametrize("kind", ["location", "money", "timeline", "volume"])
def test_less_than_2_percent_of_chat_lines_give_a_value_of_a_kind_even_with_real_ones_counted(
    kind: str,
) -> None:
    score = table()["oos/en"]
    assert score.false.get(kind, 0) / score.lines < FALSE_IN_CHAT


def test_every_listed_exception_has_a_reason_and_is_a_line_of_the_texts() -> None:
    texts = {(line["kind"], line["text"]) for line in lines_of(sorted(TEXTS.glob("*.jsonl")))}
    rows = yaml.safe_load(EXCEPTIONS.read_text(encoding="utf-8"))["exceptions"]
    assert [row for row in rows if not row.get("reason")] == []
    assert [row["text"] for row in rows if (row["kind"], row["text"]) not in texts] == []


def test_reading_both_languages_adds_at_most_35_megabytes_to_a_process() -> None:
    assert added_memory() <= 35_000_000


def test_a_second_of_one_core_is_enough_to_read_the_first_message() -> None:
    assert first_message_seconds() < 1
