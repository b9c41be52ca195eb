"""A chat service without store and Rasa: asks three questions, then closes. For tests of what stands before it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from viable.domain.conversation import Button, Item, ItemKind, Source
from viable.domain.errors import BadInput, NotFound
from viable.services.turns import Page, PublicState, SummaryLine

SAYS = {
    "es": {
        "greeting": "Buenos días. Soy el asistente automático de Envases Levante.\n¿Qué necesita?",
        "need": "¿Cuántas unidades necesita?",
        "volume": "¿Para cuándo? Más en https://example.com/plazos.",
        "timeline": "Anotado. Una persona le llamará.",
        "yes": "Estuches",
        "no": "Cajas",
        "need_label": "Producto",
        "volume_label": "Cantidad",
        "timeline_label": "Fecha",
    },
    "en": {
        "greeting": "Good morning. I am the automated assistant of Envases Levante.\nWhat do you need?",
        "need": "How many pieces do you need?",
        "volume": "By when? More at https://example.com/dates.",
        "timeline": "Noted. A person will call you.",
        "yes": "Cartons",
        "no": "Boxes",
        "need_label": "Product",
        "volume_label": "Quantity",
        "timeline_label": "Date",
    },
}
QUESTIONS = ("need", "volume", "timeline")


@dataclass
class Told:
    """One conversation of the script."""

    source: Source
    language: str
    timezone: str
    items: list[Item] = field(default_factory=list)
    client_ids: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    thinking: int = 0

    def add(
        self, kind: ItemKind, text: str, titles: tuple[str, ...] = (), client_id: str | None = None
    ) -> None:
        buttons = tuple(Button(uuid4().hex, title, {"secret": "payload"}) for title in titles)
        self.items.append(Item(len(self.items) + 1, kind, text, datetime.now(UTC), buttons, client_id))

    @property
    def asked(self) -> str | None:
        return next((topic for topic in QUESTIONS if topic not in self.answers), None)


class ScriptedChat:
    """Keeps conversations in memory; thinks for a moment, or not at all, before each answer."""

    def __init__(self, thinking_seconds: float = 0.0) -> None:
        self.told: dict[str, Told] = {}
        self.thinking_seconds = thinking_seconds
        self._lock = threading.Lock()

    def open(self, source: Source, *, language: str, timezone: str) -> str:
        conversation_id = uuid4().hex
        told = Told(source, language if language in SAYS else "es", timezone)
        says = SAYS[told.language]
        told.add("bot", says["greeting"], (says["yes"], says["no"]))
        self.told[conversation_id] = told
        return conversation_id

    def receive(self, conversation_id: str, client_id: str, *, text: str | None, button: str | None) -> None:
        told = self._get(conversation_id)
        with self._lock:
            if client_id in told.client_ids:
                return
            title = text if button is None else self._title(told, button)
            assert title is not None
            told.client_ids.append(client_id)
            told.add("prospect", title, client_id=client_id)
            told.thinking += 1
        if self.thinking_seconds:
            threading.Thread(target=self._answer, args=(told, title), daemon=True).start()
        else:
            self._answer(told, title)

    def items(self, conversation_id: str, after: int) -> Page:
        told = self._get(conversation_id)
        with self._lock:
            return Page(tuple(item for item in told.items if item.seq > after), self._state(told))

    def person_says(self, conversation_id: str, text: str) -> None:
        with self._lock:
            self._get(conversation_id).add("person", text)

    def bot_offers(self, conversation_id: str, text: str, titles: tuple[str, ...]) -> None:
        with self._lock:
            self._get(conversation_id).add("bot", text, titles)

    def _get(self, conversation_id: str) -> Told:
        try:
            return self.told[conversation_id]
        except KeyError:
            raise NotFound(conversation_id) from None

    def _title(self, told: Told, token: str) -> str:
        for item in told.items:
            for button in item.buttons:
                if button.token == token:
                    return button.title
        raise BadInput("no such button in this conversation: reload the page and choose again")

    def _answer(self, told: Told, text: str) -> None:
        time.sleep(self.thinking_seconds)
        with self._lock:
            asked = told.asked
            if asked is not None and len(text) <= 2000:
                told.answers[asked] = text
                told.add("bot", SAYS[told.language][asked])
            else:
                told.add("notice", "—")
            told.thinking -= 1

    def _state(self, told: Told) -> PublicState:
        says = SAYS[told.language]
        return PublicState(
            phase="qualifying" if told.asked else "closed",
            asked=told.asked,
            answered=len(told.answers),
            total=len(QUESTIONS),
            language=told.language,
            is_closed=told.asked is None,
            is_thinking=told.thinking > 0,
            is_taken_over=False,
            reference="V-1047" if told.asked is None else None,
            summary=tuple(
                SummaryLine(topic, says[f"{topic}_label"], text) for topic, text in told.answers.items()
            ),
        )
