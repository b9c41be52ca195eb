"""What a prospect typed, before it is understood."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from viable.domain.conversation import Message
from viable.services.typed import NOTHING, to_rasa


def understood(text: str) -> str:
    return to_rasa(Message("m", "c", "k", text, None, datetime(2026, 11, 23, tzinfo=UTC)))


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE leads; --",
        "Robert'); DROP TABLE students;--",
        "1' OR '1'='1",
        "1 OR 1=1",
        "x' AND 1=1 --",
        "SELECT * FROM users WHERE name = 'a'; --",
        "a UNION SELECT password FROM users",
        "/tap{}",
        "<script>500 cajas</script>",
    ],
)
def test_queries_commands_and_scripts_say_nothing(text: str) -> None:
    assert understood(text) == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "para select y gourmet, from Vigo",
        "500 o 600 cajas, una u otra",
        "black or white, 1 or 2 colours",
        "en Vigo; Pontevedra -- Galicia",
        "update: we need 500",
        "create the boxes on the table",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert understood(text) == text


def test_a_power_is_the_number_that_it_stands_for() -> None:
    assert understood("tengo 10^6 euros") == "tengo 1000000 euros"
