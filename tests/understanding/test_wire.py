"""What the extractors emit is what bot/wire.schema.json promises, for any text and in linear time."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.understanding_tasks import context_of
from bot.extract.model import Context, Text
from bot.extract.reading import read
from tests.understanding.test_replies import TABLES, lines

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "bot" / "wire.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
NOW = datetime(2026, 11, 23, 11, 42, tzinfo=UTC)
WORDS = (
    "500 20k 1.500 1,5 -3 1e9 3/4 ½ mil dos y de a entre hasta € $ euros % x cajas palets kg 20 pies al mes en 4 diseños "
    "para marzo 2027 Vigo 28001 con logo iva + - – / . , ( ) ? sí no lo sé ana@example.com 600 123 456 half a million and "
    "between up to plus shipping boxes of each"
).split()
contexts = st.builds(
    Context,
    now=st.just(NOW),
    language=st.sampled_from(["es", "en"]),
    currency=st.sampled_from(["EUR", "USD", "MXN"]),
    asked=st.sampled_from(
        [None, "budget", "volume", "location", "timeline", "customization", "contact", "offer"]
    ),
)
texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_every_value_read_from_the_replies_keeps_the_contract(table: Path) -> None:
    for row in lines(table):
        for one in read(row["text"], context_of(row)):
            VALIDATOR.validate({one.name: one.value})


@given(texts, contexts)
def test_any_text_is_read_without_an_exception_and_keeps_the_contract(text: str, context: Context) -> None:
    for one in read(text, context):
        assert 0 <= one.start < one.end <= len(text)
        VALIDATOR.validate({one.name: json.loads(json.dumps(one.value))})


@given(st.text(max_size=60))
def test_the_folded_text_is_as_long_as_the_raw_one(raw: str) -> None:
    assert len(Text(raw).folded) == len(raw)


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "1.",
        "9",
        "1-",
        "dos ",
        "mil y ",
        "entre ",
        "a",
        "(",
        "1/2 ",
        "$",
        "20x",
        "más de ",
        "iva y ",
        "0,",
        "e1",
        "de ",
    ],
)
@pytest.mark.parametrize("asked", ["budget", "volume"])
def test_time_grows_linearly_with_the_length_of_hostile_text(piece: str, asked: str) -> None:
    context = Context(NOW, "es", asked=asked)

    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        spent = []
        for _ in range(3):
            started = time.process_time()
            read(text, context)
            spent.append(time.process_time() - started)
        return min(spent)

    seconds(100)
    assert seconds(4000) < 9 * max(seconds(1000), 0.002)  # four times as long; sixteen would be quadratic
