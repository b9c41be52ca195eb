"""A process that dies in mid-turn: every message is answered once all the same, and has its effect once."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
import requests

from tests.dialogue.visitor import Ledger
from tests.installation import Installation, wait_until

pytestmark = pytest.mark.stack

SEED = 20261123
PROSPECTS = 6
KILLED_AFTER = (1, 3, 5)
MESSAGES = (
    "hola, quiero 5000 cajas de envío estándar con logo",
    "medida estándar",
    "para Vigo, lo antes posible",
    "20000 euros todo incluido",
    "lo decido yo",
    "Ana Ruiz, Conservas Ría, ana@conservasria.example, acepto",
)


@dataclass
class StubbornProspect:
    """Sends each message until it is taken, with the same id, as the widget does."""

    url: str
    ledger: Ledger
    http: requests.Session = field(default_factory=requests.Session)
    conversation_id: str = ""

    def __post_init__(self) -> None:
        self.http.headers["X-Forwarded-For"] = f"10.78.0.{random.randrange(1, 250)}"
        body = {"page": f"{self.url}/", "language": "es", "timezone": "Europe/Madrid"}
        token = self._post("conversations", body)["token"]
        self.http.headers["Authorization"] = f"Bearer {token}"
        self.conversation_id = self.ledger.conversation_id(token)

    def says(self, text: str) -> None:
        """The message is stored."""
        self._post("messages", {"client_id": str(uuid4()), "after": 0, "text": text})

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        for _ in range(600):
            try:
                answer = self.http.post(f"{self.url}/api/chat/{path}", json=body, timeout=10)
            except requests.ConnectionError:
                time.sleep(0.1)
                continue
            answer.raise_for_status()
            return answer.json()
        raise TimeoutError(f"the front door did not come back for {path}")

    def has_been_answered(self) -> bool:
        with self.ledger.store.read() as tx:
            return not tx.conversations.pending(self.conversation_id)


@pytest.mark.parametrize("name", ["rasa", "actions", "web"])
def test_killed_in_mid_turn_it_loses_no_message_and_repeats_no_effect(
    installation: Installation, ledger: Ledger, name: str
) -> None:
    chance = random.Random(SEED)
    prospects = [StubbornProspect(installation.url, ledger) for _ in range(PROSPECTS)]
    for round_, text in enumerate(MESSAGES):
        is_fatal = round_ in KILLED_AFTER
        if is_fatal:
            installation.wait_until_listening(name)
        for prospect in prospects:
            prospect.says(text)
        if is_fatal:
            time.sleep(chance.uniform(0.0, 0.3))
            installation.kill(name)
    for prospect in prospects:
        wait_until(prospect.has_been_answered, seconds=120)
        assert_heard_once(ledger, prospect.conversation_id)
    installation.wait_until_listening(name)


def assert_heard_once(ledger: Ledger, conversation_id: str) -> None:
    with ledger.store.read() as tx:
        lines = tx.conversations.items(conversation_id)
        history = tx.conversations.history(conversation_id)
        lead = tx.leads.of_conversation(conversation_id)
    said = [line.text for line in lines if line.kind == "prospect"]
    answered = [line for line in lines if line.kind == "bot"]
    assert said == list(MESSAGES)
    assert len(answered) == len(MESSAGES) + 1, "one answer each, and the greeting"
    topics = [answer.topic for answer in history]
    assert len(topics) == len(set(topics)), f"an answer was taken down twice: {topics}"
    assert lead is not None
    assert lead.verdict == "qualified"
