"""What one message says, while it is being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from viable.domain.conversation import Json, Say, State, Understanding

AMOUNTS = {"volume": "volume", "budget": "money"}
"""Topics that a number may answer, and the entity that says which of them it does."""


@dataclass(slots=True)
class Reading:
    """What a message says.

    Attributes:
        values: topic → value on the wire, to be taken over as answers.
        words: topic → the words it was read from.
        refusals: what was said that cannot be, and what to say instead.
        option: letter of the offer that was chosen.
        families: families that the need could be, when it is not clear which.
        places: several destinations, when there is more than one.
        unclear: a bare number that may be a quantity or a budget.
        is_consent: agreed to the use of the contact data; False when refused; None when not said.
    """

    values: dict[str, Json] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    refusals: list[Say] = field(default_factory=list)
    option: str | None = None
    families: list[str] = field(default_factory=list)
    places: list[Json] = field(default_factory=list)
    unclear: Json | None = None
    is_consent: bool | None = None

    @property
    def is_empty(self) -> bool:
        nothing_else = self.option is None and self.is_consent is None
        return nothing_else and not (
            self.values or self.refusals or self.families or self.places or self.unclear
        )

    def take(self, topic: str, value: Json, words: str = "") -> None:
        """The topic has this value; the newest in a message wins."""
        self.values[topic] = value
        self.words[topic] = words


def words_of(heard: Understanding, entity: Json) -> str:
    """The words that an entity was read from."""
    return heard.text[entity.get("start") or 0 : entity.get("end") or 0]


def entities_of(heard: Understanding, name: str) -> list[Json]:
    """Entities of one name, in the order of the text."""
    return [entity for entity in heard.entities if entity["entity"] == name]


def has_sales_values(heard: Understanding) -> bool:
    """True when the message says something that an answer can be made of."""
    passive = ("language", "phase", "choice", "unsure")
    return any(entity["entity"] not in passive for entity in heard.entities)


def any_day() -> Json:
    """A timeline without a date."""
    return {"earliest": None, "latest": None, "asap": False, "flexible": True, "grain": "day", "every": None}


def with_earlier(state: State, topic: str, value: Json) -> Json:
    """What the topic said before, with what is said now on top."""
    earlier = state.answers[topic].value if topic in state.answers else {}
    return earlier | {name: part for name, part in value.items() if part is not None}
