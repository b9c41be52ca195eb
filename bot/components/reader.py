"""The Rasa component that reads values and language from a message's raw text and metadata."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.turn import read_payload, read_turn
from bot.extract.language import detect
from bot.extract.reading import read

EXTRACTOR = "viable"
LANGUAGES = ("es", "en")
TAPPED = "tapped"  # on a message made by a button: the intent that the button names


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Reader(GraphComponent):
    """Entities of the message, its language and the conversation's phase among them, are on it."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Reader:
        """A reader; word tables and places are loaded, so that the first prospect does not wait for them."""
        for language in LANGUAGES:
            text = "hola, 500 cajas con logo en Vigo para marzo, unos 20k"
            read(text, read_turn({"language": language}).in_language(detect(text, language)))
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """The messages, each with its entities."""
        for message in messages:
            self._read(message)
        return messages

    @staticmethod
    def _read(message: Message) -> None:
        typed = message.get(TEXT) or ""
        turn = read_turn(message.get("metadata"))
        tapped = read_payload(typed)
        # Rasa's own handler of payloads runs last and would replace all of this: it must see no leading slash.
        text = typed.lstrip(" \t\r\n/") if typed.lstrip().startswith("/") else typed
        message.set(TEXT, text, add_to_output=True)
        message.set(TAPPED, tapped.intent if tapped else None)
        if tapped:
            entities = [_entity(name, value) for name, value in tapped.entities]
            language = turn.prior
        else:
            language = detect(text, turn.prior)
            entities = [
                _entity(e.name, e.value, e.start, e.end, text[e.start : e.end])
                for e in read(text, turn.in_language(language))
            ]
        entities.append(_entity("language", language))
        if turn.context.phase:
            entities.append(_entity("phase", turn.context.phase))
        message.set(ENTITIES, entities, add_to_output=True)


def _entity(name: str, value: Any, start: int = 0, end: int = 0, words: str = "") -> dict[str, Any]:
    return {
        "entity": name,
        "value": value,
        "start": start,
        "end": end,
        "words": words,
        "extractor": EXTRACTOR,
    }
