"""Ways to deliver, wanted or not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.extract.model import Context, Text
from bot.extract.shipping import find_shippings


def services(text: str) -> list[tuple[str, bool]]:
    context = Context(datetime(2026, 11, 23, tzinfo=UTC))
    return [(one.value["service"], one.value["wanted"]) for one in find_shippings(Text(text), context)]


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("por avión", "air"), ("en barco", "sea"), ("por carretera", "road"), ("urgente por mensajero", "express"),
        ("los recojo yo", "pickup"), ("recoger en fábrica", "pickup"), ("ex works", "pickup"),
        ("by sea", "sea"), ("we'll pick it up", "pickup"), ("air freight", "air"), ("overnight", "express"),
    ],
)  # fmt: skip
def test_a_way_to_deliver_is_wanted(text: str, service: str) -> None:
    assert services(text) == [(service, True)]


def test_a_way_to_deliver_is_refused_before_and_after_its_name() -> None:
    assert services("pues sin avión") == [("air", False)]
    assert services("por avión no, en barco") == [("air", False), ("sea", True)]
    assert services("no express please") == [("express", False)]


@pytest.mark.parametrize("text", ["500 cajas para Vigo", "no sé si podéis", "a good ship name"])
def test_other_talk_names_none(text: str) -> None:
    assert services(text) == []
