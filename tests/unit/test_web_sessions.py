"""Session tokens, allowed origins, the secret."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from starlette.requests import Request

from viable.domain.errors import BadInput
from web.chat.origins import OWN, OriginRefused, Origins
from web.chat.sessions import FRESH, RENEWABLE, Session, SessionRefused, Sessions
from web.secret import derive_key, load_secret

KEY = derive_key(b"s" * 40, "chat sessions")
SESSION = Session("c-1", "https://shop.example")


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_token_opens_its_conversation_from_the_same_site() -> None:
    sessions = Sessions(KEY, Clock())
    assert sessions.open(sessions.issue(SESSION), SESSION.origin) == SESSION


def test_a_token_does_not_show_the_conversation_id() -> None:
    token = Sessions(KEY, Clock()).issue(SESSION)
    assert "c-1" not in token


def test_a_token_opens_nothing_from_another_site() -> None:
    sessions = Sessions(KEY, Clock())
    with pytest.raises(SessionRefused) as refused:
        sessions.open(sessions.issue(SESSION), "https://evil.example")
    assert refused.value.code == "session_unknown"


@pytest.mark.parametrize("token", ["", "x", "ñandú", "gAAAAA", "a.b.c", "\x00", "A" * 5000])
def test_what_is_no_token_opens_nothing(token: str) -> None:
    with pytest.raises(SessionRefused):
        Sessions(KEY, Clock()).open(token, OWN)


def test_a_token_made_with_another_secret_opens_nothing() -> None:
    foreign = Sessions(derive_key(b"t" * 40, "chat sessions"), Clock()).issue(SESSION)
    with pytest.raises(SessionRefused):
        Sessions(KEY, Clock()).open(foreign, SESSION.origin)


def test_an_expired_token_says_that_it_can_be_renewed_and_then_works_again() -> None:
    clock = Clock()
    sessions = Sessions(KEY, clock)
    token = sessions.issue(SESSION)
    clock.now += FRESH.total_seconds() + 1
    with pytest.raises(SessionRefused) as refused:
        sessions.open(token, SESSION.origin)
    assert refused.value.code == "session_expired"
    assert sessions.open(sessions.renew(token, SESSION.origin), SESSION.origin) == SESSION


def test_a_token_from_last_month_cannot_be_renewed() -> None:
    clock = Clock()
    sessions = Sessions(KEY, clock)
    token = sessions.issue(SESSION)
    clock.now += RENEWABLE.total_seconds() + 1
    with pytest.raises(SessionRefused):
        sessions.renew(token, SESSION.origin)


def request(**headers: str) -> Request:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": raw})


def test_our_own_pages_may_use_the_chat_under_whatever_address_they_are_reached() -> None:
    origins = Origins([])
    assert origins.of(request(host="localhost:8000", origin="http://localhost:8000")) == OWN
    assert origins.of(request(host="localhost:8000")) == OWN


def test_a_listed_site_may_use_the_chat_and_any_other_may_not() -> None:
    origins = Origins(["https://shop.example"])
    assert origins.of(request(host="chat.example", origin="https://shop.example")) == "https://shop.example"
    for foreign in (
        "https://evil.example",
        "http://shop.example",
        "null",
        "https://shop.example.evil.example",
    ):
        with pytest.raises(OriginRefused):
            origins.of(request(host="chat.example", origin=foreign))


@pytest.mark.parametrize(
    "wrong", ["*", "shop.example", "https://shop.example/page", "https://", "ftp://a.example"]
)
def test_an_allow_list_entry_that_is_no_origin_is_refused_at_the_start(wrong: str) -> None:
    with pytest.raises(BadInput, match="expected scheme and host"):
        Origins([wrong])


def test_the_secret_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first = load_secret(tmp_path / "var")
    assert load_secret(tmp_path / "var") == first
    assert stat.S_IMODE((tmp_path / "var" / "web.secret").stat().st_mode) == 0o600


def test_a_configured_secret_is_used_unless_it_is_too_short(tmp_path: Path) -> None:
    assert load_secret(tmp_path, "k" * 32) == b"k" * 32
    with pytest.raises(BadInput, match="32 characters"):
        load_secret(tmp_path, "short")


def test_each_purpose_gets_a_key_of_its_own() -> None:
    assert derive_key(b"s" * 40, "one") != derive_key(b"s" * 40, "two")
