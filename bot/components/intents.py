"""The Rasa component that says what each clause of a message does, and which of them leads."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.reader import TAPPED
from bot.components.turn import read_turn
from bot.intents.acts import Act, leading, meant, read_acts
from bot.intents.features import Span
from bot.intents.model import Guess, IntentModel, train
from bot.intents.reading import features_of

ACTS = "acts"
RANKED = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActClassifier(GraphComponent):
    """Trained: each message has `acts`, the leading one as its intent, and the best guesses for the whole."""

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def required_packages() -> list[str]:
        """What training needs; answering needs numpy only."""
        return ["sklearn"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ActClassifier:
        """An untrained classifier."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ActClassifier:
        """The classifier that `train` left in the storage; its word tables are loaded too."""
        with model_storage.read_from(resource) as folder:
            model = IntentModel.load(folder)
        read_acts("hola, 500 cajas. por qué lo pregunta?", (), None, model.rank)
        return cls(model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        """The storage holds a model of the sentences."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        found = [features_of(e.get(TEXT), e.get("language")) for e in examples]
        self._model = train(found, [e.get(INTENT) for e in examples])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The same data: no later component learns from guesses."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """The messages, each with its acts and intent."""
        for message in messages:
            tapped = message.get(TAPPED)
            if self._model and tapped in (*self._model.intents, "tap"):
                _set(message, [Act(tapped, 1.0, 0, 0)], [Guess(tapped, 1.0)])
            elif self._model:
                self._classify(message, self._model)
        return messages

    @staticmethod
    def _classify(message: Message, model: IntentModel) -> None:
        text = message.get(TEXT) or ""
        asked = read_turn(message.get("metadata")).context.asked
        read = [(entity, _span(entity)) for entity in message.get(ENTITIES, [])]
        spans = [span for _, span in read if span.end]
        acts = read_acts(text, spans, asked, model.rank)
        _set(message, acts, model.rank(text, spans))
        message.set(ENTITIES, [entity for entity, span in read if not span.end or meant(acts, span)])


def _span(entity: dict[str, Any]) -> Span:
    value = entity["value"]
    is_listed = not (isinstance(value, dict) and value.get("unknown"))
    return Span(entity["entity"], entity["start"], entity["end"], is_listed)


def _set(message: Message, acts: list[Act], guesses: list[Guess]) -> None:
    lead = leading(acts)
    ranking = [{"name": g.intent, "confidence": g.confidence} for g in guesses[:RANKED]]
    message.set(INTENT, {"name": lead.intent, "confidence": lead.confidence}, add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
    message.set(ACTS, [act.as_json() for act in acts], add_to_output=True)
