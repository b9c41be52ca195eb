"""Answers left open."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.extract.model import Context, Text
from bot.extract.unsure import find_unsure

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def about(text: str, asked: str | None = "budget") -> list[str | None]:
    return [one.value["about"] for one in find_unsure(Text(text), Context(NOW, asked=asked))]


@pytest.mark.parametrize(
    "text",
    ["no lo sé", "ni idea", "depende", "lo que haga falta", "lo que cueste", "ns/nc", "flexible", "no se",
     "not sure", "tbd", "open", "I don’t know yet", "dunno", "whatever it takes"],
)  # fmt: skip
def test_an_open_answer_is_recognised(text: str) -> None:
    assert about(text) == [None]


def test_the_answer_that_is_left_open_is_named_when_the_message_names_it() -> None:
    assert about("no sé el presupuesto aún", None) == ["budget"]
    assert about("not sure about the quantity", None) == ["volume"]


@pytest.mark.parametrize(
    "text", ["no sé si podéis enviarlo", "open", "can you tell me the price", "500", "sí"]
)
def test_other_talk_leaves_nothing_open(text: str) -> None:
    assert about(text, None) == []
