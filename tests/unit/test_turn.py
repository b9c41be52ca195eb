"""A turn's metadata and a tapped button's payload are read without trusting them."""

from __future__ import annotations

import pytest

from bot.components.turn import Payload, read_payload, read_turn


def test_now_is_told_in_the_prospects_time_zone() -> None:
    turn = read_turn({"now": "2026-11-23T10:42:00Z", "timezone": "Atlantic/Canary"})
    assert turn.context.now.isoformat() == "2026-11-23T10:42:00+00:00"
    turn = read_turn({"now": "2026-07-23T10:42:00Z", "timezone": "Europe/Madrid"})
    assert turn.context.now.isoformat() == "2026-07-23T12:42:00+02:00"


@pytest.mark.parametrize("metadata", [None, {}, {"now": "soon", "timezone": "Mars/Base"}, {"now": 5}])
def test_metadata_that_is_missing_or_unreadable_has_defaults(metadata: dict[str, object] | None) -> None:
    context = read_turn(metadata).context
    assert (context.language, context.currency, context.asked) == ("es", "EUR", None)
    assert context.now.tzinfo is not None


def test_the_conversations_language_comes_before_the_pages() -> None:
    assert read_turn({"language": "en", "page_language": "es"}).prior == "en"
    assert read_turn({"page_language": "en"}).prior == "en"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('/tap{"choice": {"option": "A"}}', Payload("tap", [("choice", {"option": "A"})])),
        (
            '/tap{"location": [{"name": "a"}, {"name": "b"}]}',
            Payload("tap", [("location", {"name": "a"}), ("location", {"name": "b"})]),
        ),
        ("/tap", Payload("tap", [])),
        ("/ask_payment", Payload("ask_payment", [])),
        ('/intent{"budget": 5}', None),
        ('/tap{"broken', None),
        ("/tap[1]", None),
        ("tap", None),
        ("500 cajas /tap", None),
    ],
)
def test_only_the_servers_payloads_are_payloads(text: str, expected: Payload | None) -> None:
    assert read_payload(text) == expected
