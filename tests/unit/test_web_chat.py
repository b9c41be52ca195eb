"""The public chat interface, in front of a scripted service."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from tests.scripted_chat import ScriptedChat
from viable.settings import read_settings
from web.app import create_app
from web.chat.feed import Feed, Wakeups
from web.chat.limits import Allowance, Gate, TooFast

SHOP = {"Origin": "https://shop.example"}


@pytest.fixture
def chat() -> ScriptedChat:
    return ScriptedChat()


@pytest.fixture
def client(chat: ScriptedChat) -> Iterator[TestClient]:
    with client_of(chat) as client:
        yield client


def client_of(chat: ScriptedChat, allowance: Allowance | None = None) -> TestClient:
    settings = read_settings({"VIABLE_ORIGINS": "https://shop.example"})
    return TestClient(create_app(chat, settings, b"s" * 40, allowance=allowance))


def opened(client: TestClient, headers: dict[str, str] | None = None, **visit: Any) -> dict[str, str]:
    """Headers of a new session."""
    response = client.post("/api/chat/conversations", json=visit, headers=headers)
    assert response.status_code == 201, response.text
    return {**(headers or {}), "Authorization": f"Bearer {response.json()['token']}"}


def test_opening_gives_the_greeting_in_the_language_of_the_page(client: TestClient) -> None:
    response = client.post("/api/chat/conversations", json={"language": "en-GB"})
    assert response.json()["items"][0]["text"].startswith("Good morning. I am the automated assistant")
    assert response.json()["state"]["language"] == "en"


def test_a_page_in_a_language_that_we_do_not_speak_gets_the_companys(client: TestClient) -> None:
    response = client.post("/api/chat/conversations", json={"language": "fi"})
    assert response.json()["state"]["language"] == "es"


def test_neither_conversation_ids_nor_payloads_leave_the_server(
    client: TestClient, chat: ScriptedChat
) -> None:
    response = client.post("/api/chat/conversations", json={})
    (conversation_id,) = chat.told
    assert conversation_id not in response.text
    assert "payload" not in response.text
    assert set(response.json()["items"][0]["buttons"][0]) == {"token", "title"}


def test_campaign_parameters_are_kept_without_control_characters_and_cut(
    client: TestClient, chat: ScriptedChat
) -> None:
    opened(client, utm={"source": "<b>ads\u202e\x00</b>", "campaign": "x" * 9000})
    (told,) = chat.told.values()
    assert told.source.utm == {"source": "<b>ads</b>", "campaign": "x" * 500}


def test_a_message_is_answered_and_read_back(client: TestClient) -> None:
    session = opened(client)
    sent = client.post(
        "/api/chat/messages", json={"client_id": str(uuid4()), "text": "estuches"}, headers=session
    )
    assert sent.status_code == 202
    read = client.get("/api/chat/messages?after=1", headers=session).json()
    assert [item["kind"] for item in read["items"]] == ["prospect", "bot"]
    assert read["state"]["answered"] == 1
    assert read["state"]["summary"] == [{"topic": "need", "label": "Producto", "text": "estuches"}]


def test_the_same_client_id_twice_is_one_message(client: TestClient, chat: ScriptedChat) -> None:
    session = opened(client)
    body = {"client_id": str(uuid4()), "text": "estuches"}
    for _ in range(3):
        assert client.post("/api/chat/messages", json=body, headers=session).status_code == 202
    (told,) = chat.told.values()
    assert told.client_ids == [body["client_id"]]


def test_a_button_is_tapped_by_its_token(client: TestClient) -> None:
    greeting = client.post("/api/chat/conversations", json={}).json()
    session = {"Authorization": f"Bearer {greeting['token']}"}
    token = greeting["items"][0]["buttons"][1]["token"]
    sent = client.post(
        "/api/chat/messages", json={"client_id": str(uuid4()), "button": token, "after": 1}, headers=session
    )
    assert sent.json()["items"][0]["text"] == "Cajas"


def test_a_button_that_does_not_exist_is_refused(client: TestClient) -> None:
    session = opened(client)
    body = {"client_id": str(uuid4()), "button": '/affirm{"budget": 1}'}
    refused = client.post("/api/chat/messages", json=body, headers=session)
    assert refused.status_code == 422
    assert refused.json()["code"] == "invalid_request"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "hola"},
        {"client_id": "1", "text": "hola"},
        {"client_id": str(uuid4())},
        {"client_id": str(uuid4()), "text": "hola", "button": "x"},
        {"client_id": str(uuid4()), "text": "x" * 20_001},
        {"client_id": str(uuid4()), "text": "hola", "sender_id": "other"},
        {"client_id": str(uuid4()), "text": "hola", "after": -1},
        {"client_id": str(uuid4()), "text": "hola", "after": 10**30},
    ],
)
def test_a_body_that_does_not_fit_is_refused_without_echoing_it(
    client: TestClient, body: dict[str, Any]
) -> None:
    response = client.post("/api/chat/messages", json=body, headers=opened(client))
    assert response.status_code == 422
    assert response.json()["code"] == "invalid_request"
    assert "hola" not in response.text


def test_half_a_character_is_refused(client: TestClient) -> None:
    body = f'{{"client_id": "{uuid4()}", "text": "\\ud800"}}'
    headers = {**opened(client), "Content-Type": "application/json"}
    assert client.post("/api/chat/messages", content=body, headers=headers).status_code == 422


def test_what_is_no_json_or_no_address_is_refused_in_the_same_shape(client: TestClient) -> None:
    headers = {**opened(client), "Content-Type": "application/json"}
    for response, status in (
        (client.post("/api/chat/messages", content=b"\x1a\xff{", headers=headers), 400),
        (client.get("/api/chat/nothing"), 404),
        (client.delete("/api/chat/messages"), 405),
    ):
        assert (response.status_code, response.json()["code"]) == (status, "invalid_request")


def test_a_body_of_a_megabyte_is_refused_before_it_is_read(client: TestClient) -> None:
    response = client.post("/api/chat/messages", content=b"x" * 1_000_000, headers=opened(client))
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_without_a_session_nothing_is_read_sent_renewed_or_followed(client: TestClient) -> None:
    message = {"client_id": str(uuid4()), "text": "hola"}
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic eDp5"}):
        for response in (
            client.get("/api/chat/messages", headers=headers),
            client.get("/api/chat/events", headers=headers),
            client.post("/api/chat/messages", json=message, headers=headers),
            client.post("/api/chat/renewals", headers=headers),
        ):
            assert (response.status_code, response.json()["code"]) == (401, "session_unknown")


def test_a_session_of_one_site_opens_nothing_for_another(client: TestClient) -> None:
    session = opened(client, SHOP)
    assert client.get("/api/chat/messages", headers=session).status_code == 200
    stolen = {**session, "Origin": "http://testserver"}
    assert client.get("/api/chat/messages", headers=stolen).status_code == 401


def test_a_site_that_is_not_listed_cannot_open_a_conversation(client: TestClient, chat: ScriptedChat) -> None:
    response = client.post("/api/chat/conversations", json={}, headers={"Origin": "https://evil.example"})
    assert (response.status_code, response.json()["code"]) == (403, "origin_refused")
    assert "access-control-allow-origin" not in response.headers
    assert not chat.told


def test_a_listed_site_gets_a_cors_answer_of_its_own_and_no_wildcard(client: TestClient) -> None:
    preflight = client.options(
        "/api/chat/messages",
        headers={
            **SHOP,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization",
        },
    )
    assert preflight.headers["access-control-allow-origin"] == "https://shop.example"
    response = client.post("/api/chat/conversations", json={}, headers=SHOP)
    assert response.headers["access-control-allow-origin"] == "https://shop.example"


def test_a_conversation_that_is_no_longer_kept_is_a_lost_session(
    client: TestClient, chat: ScriptedChat
) -> None:
    session = opened(client)
    chat.told.clear()
    for path in ("/api/chat/messages", "/api/chat/events"):
        response = client.get(path, headers=session)
        assert (response.status_code, response.json()["code"]) == (401, "session_unknown")


def test_a_renewed_session_opens_the_same_conversation(client: TestClient) -> None:
    session = opened(client)
    renewed = client.post("/api/chat/renewals", headers=session)
    assert renewed.status_code == 201
    again = {"Authorization": f"Bearer {renewed.json()['token']}"}
    assert len(client.get("/api/chat/messages", headers=again).json()["items"]) == 1


def test_who_sends_too_fast_is_told_when_to_go_on_and_loses_nothing(chat: ScriptedChat) -> None:
    with client_of(chat, Allowance(send_per_session="2/minute")) as client:
        session = opened(client)
        bodies = [{"client_id": str(uuid4()), "text": "hola"} for _ in range(3)]
        answers = [client.post("/api/chat/messages", json=body, headers=session) for body in bodies]
    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert answers[2].json()["code"] == "too_fast"
    assert 1 <= int(answers[2].headers["retry-after"]) <= 60


def test_one_session_too_fast_does_not_stop_another_from_the_same_address(chat: ScriptedChat) -> None:
    with client_of(chat, Allowance(send_per_session="1/minute")) as client:
        for _ in range(2):
            body = {"client_id": str(uuid4()), "text": "hola"}
            assert client.post("/api/chat/messages", json=body, headers=opened(client)).status_code == 202


def test_one_address_cannot_open_conversations_without_end(chat: ScriptedChat) -> None:
    with client_of(chat, Allowance(open_per_address="3/minute")) as client:
        codes = [client.post("/api/chat/conversations", json={}).status_code for _ in range(5)]
    assert codes == [201, 201, 201, 429, 429]
    assert len(chat.told) == 3


@pytest.mark.parametrize(
    "path", ["/", "/en", "/privacidad", "/api/chat/openapi.json", "/nothing", "/viable.js"]
)
def test_every_response_has_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_one_address_cannot_hold_connections_without_end() -> None:
    gate = Gate(Allowance(listeners_per_address=2))
    with (
        gate.listening("a"),
        gate.listening("a"),
        gate.listening("b"),
        pytest.raises(TooFast),
        gate.listening("a"),
    ):
        pass
    with gate.listening("a"):
        pass


def test_what_the_chat_says_is_never_cached(client: TestClient) -> None:
    assert client.get("/api/chat/messages", headers=opened(client)).headers["cache-control"] == "no-store"


def test_the_interface_describes_itself(client: TestClient) -> None:
    document = client.get("/api/chat/openapi.json").json()
    assert set(document["paths"]) == {
        "/api/chat/conversations",
        "/api/chat/renewals",
        "/api/chat/messages",
        "/api/chat/events",
    }


def in_a_thread[T](work: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine, run apart from the event loop that a browser of another test may have here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def test_a_feed_tells_first_all_that_is_known_and_then_what_is_new() -> None:
    async def two_events() -> tuple[str, str]:
        chat = ScriptedChat()
        conversation_id = chat.open(**VISIT)
        wakeups = Wakeups()
        events = Feed(chat, wakeups).follow(conversation_id, 0)
        first = await anext(events)
        following = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0)
        await asyncio.to_thread(chat.receive, conversation_id, "m1", text="estuches", button=None)
        wakeups.wake(conversation_id)
        second = await asyncio.wait_for(following, 1)
        await events.aclose()
        return first, second

    first, second = in_a_thread(two_events())
    assert first.startswith("id: 1\nevent: page\ndata: {")
    assert second.startswith("id: 3\n")
    assert "estuches" in second
    assert second.endswith("\n\n")


def test_a_feed_sees_what_another_process_wrote() -> None:
    async def woken_by_nobody() -> str:
        chat = ScriptedChat()
        conversation_id = chat.open(**VISIT)
        events = Feed(chat, Wakeups()).follow(conversation_id, 1)
        await anext(events)
        chat.person_says(conversation_id, "Soy Marta.")
        event = await asyncio.wait_for(anext(events), 5)
        await events.aclose()
        return event

    assert "Soy Marta." in in_a_thread(woken_by_nobody())


VISIT: dict[str, Any] = {"source": None, "language": "es", "timezone": "Europe/Madrid"}
