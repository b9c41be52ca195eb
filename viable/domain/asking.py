"""Questions: the open one with its quick replies, and those that clear up a doubt in one tap."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from viable.domain import values
from viable.domain.conversation import (
    Answer,
    Choice,
    Json,
)
from viable.domain.questions import Question
from viable.domain.scene import Reply, Scene


def quick_replies(reply: Reply, scene: Scene, topic: str | None) -> None:
    """The question's buttons are on the reply."""
    reply.choices.extend(replies_to(scene, topic))


def replies_to(scene: Scene, topic: str | None) -> tuple[Choice, ...]:
    """The buttons of one question, in the order shown."""
    return next((question.quick_replies for question in scene.questions if question.id == topic), ())


def ask_next(reply: Reply, scene: Scene, question: Question) -> None:
    """The question is the open one, with its buttons; earlier offers are off the table."""
    scene.state.phase = "qualifying"
    scene.state.offers = []
    reply.asked = question.id
    reply.say(f"utter_ask_{question.id}")
    reply.choices.extend(question.quick_replies)


def is_place_open(place: Json) -> bool:
    """True while it is not clear which place is meant."""
    if place.get("is_given_up") or place.get("is_chosen"):
        return False
    return bool(place.get("candidates")) or place.get("country") is None


def ask_about_place(reply: Reply, answer: Answer) -> None:
    """What is doubtful about the place is asked."""
    candidates, name = answer.value.get("candidates"), answer.value["name"]
    if candidates:
        ask_which_place(reply, "utter_which_place", candidates, answer.words or name)
    else:
        reply.kind, reply.asked = "clarify", "location"
        reply.say("utter_place_unknown", place=values.text(name))


def ask_which_place(reply: Reply, key: str, places: Sequence[Json], name: str = "") -> None:
    """Several places are shown as buttons."""
    reply.asked = "location"
    reply.say(key, place=values.text(name))
    for place in places[:5]:
        chosen = place | {"candidates": [], "is_chosen": True}
        is_alike = [(other["name"], other.get("country")) for other in places].count(
            (place["name"], place.get("country"))
        ) > 1
        title = {"kind": "place", "value": place, "is_alike": is_alike}
        reply.choices.append(Choice(title, {"location": chosen}))


def ask_which_family(reply: Reply, scene: Scene) -> None:
    """The products that may be meant, under the names of the quick replies where these have them."""
    reply.asked = "need"
    reply.say("utter_which_product")
    known = {each.payload["need"].get("family"): each for each in replies_to(scene, "need")}
    for code in scene.reading.families[:4]:
        reply.choices.append(known.get(code) or Choice(values.family(code), {"need": {"family": code}}))


def ask_which_number(reply: Reply, value: Json) -> None:
    """A figure that could be pieces or money is asked about in one tap."""
    amount = values.number(Decimal(value["max"]))
    reply.kind = "clarify"
    reply.say("utter_which_number", value=amount)
    count = {"min": float(value["min"]), "max": float(value["max"]), "unit": "piece", "per": None}
    money = {"min": value["min"], "max": value["max"], "currency": None, "per": None, "includes": []}
    reply.choices.append(Choice(values.filled("as_volume", value=amount), {"volume": count}))
    reply.choices.append(Choice(values.filled("as_budget", value=amount), {"money": money}))
