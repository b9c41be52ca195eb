"""Conversations without Rasa: extractors read the text, the test says which acts it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot.extract.model import Context
from bot.extract.reading import read
from viable.bootstrap import DATA, App
from viable.domain.conversation import Json, Source, State, Step, Understanding
from viable.storage.coding import encode


def responses(language: str) -> dict[str, str]:
    """Response key → its first text, questions included."""
    texts: dict[str, str] = {}
    for path in sorted((DATA / language / "responses").glob("*.yml")):
        for key, variants in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].items():
            texts[key] = variants[0]["text"]
    for question in yaml.safe_load((DATA / "questions.yml").read_text(encoding="utf-8"))["questions"]:
        for kind in ("ask", "why", "example"):
            texts[f"utter_{kind}_{question['id']}"] = question[language][kind]
    return texts


@dataclass
class Prospect:
    """Somebody who talks to the business core, and what they were answered."""

    app: App
    language: str = "es"
    texts: Mapping[str, str] = field(default_factory=dict)
    conversation_id: str = ""
    step: Step | None = None
    _numbers: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        self.texts = responses(self.language)
        if not self.conversation_id:
            source = Source("https://levante.example/", "", {"utm_campaign": "autumn"})
            self.conversation_id = self.app.turns.open(
                source, language=self.language, timezone="Europe/Madrid"
            )

    @property
    def state(self) -> State:
        with self.app.store.read() as tx:
            return tx.conversations.get(self.conversation_id).state

    def says(self, text: str, *acts: str, message_id: str = "") -> str:
        """What is answered to a typed message that holds these acts."""
        state = self.state
        local = self.app.clock().astimezone(ZoneInfo("Europe/Madrid"))
        context = Context(local, self.language, "EUR", state.asked, state.phase)
        entities = tuple(
            {"entity": e.name, "value": e.value, "start": e.start, "end": e.end} for e in read(text, context)
        )
        intent = next((act for act in acts if act not in ("inform", "correct", "affirm", "deny")), None)
        first = intent or (acts[0] if acts else "inform" if entities else "nlu_fallback")
        heard = Understanding(
            message_id or f"m{next(self._numbers)}", text, first, self.language, entities, acts or (first,)
        )
        return self._advance(heard)

    def taps(self, title: str) -> str:
        """What is answered to the button with this title."""
        assert self.step is not None
        titles = {self.app.wording.value(c.title, self.language): c.payload for c in self.step.choices}
        assert title in titles, f"no button {title!r} among {list(titles)}"
        entities = tuple({"entity": name, "value": value} for name, value in titles[title].items())
        heard = Understanding(
            f"m{next(self._numbers)}", "", "tap", self.language, entities, ("tap",), is_tap=True
        )
        return self._advance(heard)

    def _advance(self, heard: Understanding) -> str:
        now: datetime = self.app.clock()
        self.step = self.app.conversations.advance(self.conversation_id, heard, now)
        lines = [
            self.texts[say.key].format(**self.app.wording.values(say.values, self.language))
            for say in self.step.says
        ]
        return "\n".join(lines).replace("\xa0", " ")

    @property
    def buttons(self) -> list[str]:
        assert self.step is not None
        return [self.app.wording.value(choice.title, self.language) for choice in self.step.choices]

    def stored(self) -> Json:
        """The state as the store has it."""
        result: Json = encode(self.state)
        return result
