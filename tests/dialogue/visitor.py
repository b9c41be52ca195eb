"""A prospect's browser without the browser: the public chat interface, and what the store keeps of it."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import requests

from viable.domain.conversation import State
from viable.domain.lead import Lead
from viable.settings import read_settings
from viable.storage.coding import encode
from viable.storage.store import SqlStore
from web.chat.origins import OWN
from web.chat.sessions import Sessions
from web.secret import derive_key, load_secret

PATIENCE_SECONDS = 20
_numbers = itertools.count(1)

type Json = dict[str, Any]


class Ledger:
    """What one installation has stored, read beside it."""

    def __init__(self, var: Path) -> None:
        settings = read_settings({"VIABLE_VAR": str(var)})
        self.store = SqlStore(settings.database_url)
        self._sessions = Sessions(derive_key(load_secret(var, ""), "chat sessions"), time.time)

    def conversation_id(self, token: str) -> str:
        """The conversation that a session token opens."""
        return self._sessions.open(token, OWN).conversation_id

    def state(self, conversation_id: str) -> State:
        """The conversation as it is now."""
        with self.store.read() as tx:
            return tx.conversations.get(conversation_id).state

    def lead(self, conversation_id: str) -> Lead | None:
        """What was handed over, None before."""
        with self.store.read() as tx:
            return tx.leads.of_conversation(conversation_id)

    def demands(self) -> int:
        """Wishes for places not served, of everybody."""
        with self.store.read() as tx:
            return tx.demands.count()


@dataclass
class Visitor:
    """One prospect on a page; ``reply`` is what was answered to the last message, lines joined.

    Each visitor has an address of its own, which the server believes from this machine only.
    """

    url: str
    ledger: Ledger
    language: str
    reply: str = ""
    buttons: dict[str, str] = field(default_factory=dict)
    public: Json = field(default_factory=dict)
    conversation_id: str = ""
    _seen: int = 0

    def __post_init__(self) -> None:
        number = next(_numbers)
        self._http = requests.Session()
        self._http.headers["X-Forwarded-For"] = f"10.77.{number >> 8 & 255}.{number & 255}"
        body = {"page": f"{self.url}/", "language": self.language, "timezone": "Europe/Madrid"}
        opened = self._post("conversations", body)
        self._http.headers["Authorization"] = f"Bearer {opened['token']}"
        self.conversation_id = self.ledger.conversation_id(opened["token"])
        self._hear(opened)

    def says(self, text: str) -> str:
        """The answer to a typed message."""
        return self._send({"text": text})

    def taps(self, title: str) -> str:
        """The answer to the newest button with this title; raises LookupError without one."""
        if title not in self.buttons:
            raise LookupError(f"no button {title!r} among {list(self.buttons)}")
        return self._send({"button": self.buttons[title]})

    def waits(self) -> str:
        """All that has been said since the last message, after a moment more."""
        time.sleep(0.1)
        self._read()
        return self.reply

    @property
    def state(self) -> State:
        return self.ledger.state(self.conversation_id)

    @property
    def answers(self) -> Json:
        """Topic → value of what is stored."""
        return {topic: encode(answer.value) for topic, answer in self.state.answers.items()}

    def _send(self, body: Json) -> str:
        self.reply, self.buttons = "", {}
        page = self._post("messages", {"client_id": str(uuid4()), "after": self._seen, **body})
        self._hear(page)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while page["state"]["is_thinking"] or not self.reply:
            if time.monotonic() > deadline:
                raise TimeoutError(f"no answer to {body}")
            time.sleep(0.02)
            page = self._read()
        return self.reply

    def _read(self) -> Json:
        read = self._http.get(f"{self.url}/api/chat/messages", params={"after": self._seen}, timeout=10)
        read.raise_for_status()
        page: Json = read.json()
        self._hear(page)
        return page

    def _hear(self, page: Json) -> None:
        self.public = page["state"]
        for item in page["items"]:
            self._seen = max(self._seen, item["seq"])
            if item["kind"] != "prospect":
                self.reply = f"{self.reply}\n{item['text']}".strip()
                self.buttons = {button["title"]: button["token"] for button in item["buttons"]}

    def _post(self, path: str, body: Json) -> Json:
        response = self._http.post(f"{self.url}/api/chat/{path}", json=body, timeout=10)
        response.raise_for_status()
        result: Json = response.json()
        return result
