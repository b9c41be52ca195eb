"""The end of a talk: contact, consent, hand-over, and what is said after it."""

from __future__ import annotations

from collections.abc import Sequence

from viable.domain import values
from viable.domain.conversation import (
    State,
)
from viable.domain.scene import DIGRESSIONS, REQUIRED_CONTACT, Reply, Scene
from viable.domain.telling import estimate, tell


def to_contact(reply: Reply, scene: Scene, wants: str) -> None:
    """The talk turns to who the prospect is, for an estimate, a person or a notice."""
    state = scene.state
    if state.phase == "handed_over":
        reply.say("utter_already_handed_over", **scene.call)
        return
    if state.phase != "contact" or state.wants != wants:
        reply.say(f"utter_contact_for_{wants}", **scene.call)
    state.phase, state.wants = "contact", wants
    continue_contact(reply, scene)


def continue_contact(reply: Reply, scene: Scene) -> None:
    """Who it is and a clear yes to using it; nobody's data goes anywhere without."""
    state, reading = scene.state, scene.reading
    contact = state.answers["contact"].value if "contact" in state.answers else {}
    reply.kind, reply.asked = "consent", "contact"
    if reading.is_consent is False:
        reply.asked = "consent"
        reply.say("utter_consent_refused")
        reply.choose("button", "consent", {"consent": {"is_given": True}})
        return
    missing = [name for name in REQUIRED_CONTACT if not contact.get(name)]
    is_reachable = bool(contact.get("email") or contact.get("phone"))
    if not is_reachable or (missing and "missing_contact" not in state.told):
        _ask_contact(reply, scene, missing if contact else [])
    elif state.consent is None:
        reply.asked = "consent"
        reply.say("utter_consent", agreement=values.term("consent", "text"))
        reply.choose("button", "consent", {"consent": {"is_given": True}})
        reply.choose("button", "no_consent", {"consent": {"is_given": False}})
    else:
        _hand_over(reply, state)


def _ask_contact(reply: Reply, scene: Scene, missing: Sequence[str]) -> None:
    if scene.reading.refusals:
        return
    if missing:
        scene.state.told.append("missing_contact")
        fields = [values.term("contact", name) for name in missing]
        reply.say("utter_missing_contact", fields=values.listing(fields, "and"))
    elif scene.asked == "contact" and not scene.changes and not scene.reading.is_empty:
        reply.say("utter_example_contact")
    else:
        reply.say("utter_ask_contact")
    if scene.state.consent is None:
        reply.say("utter_consent", agreement=values.term("consent", "text"))
        reply.choose("button", "consent", {"consent": {"is_given": True}})


def _hand_over(reply: Reply, state: State) -> None:
    state.phase = "handed_over"
    reply.kind, reply.asked, reply.hands_over = "handed_over", None, True


def after_hand_over(reply: Reply, scene: Scene) -> None:
    """What is said after the hand-over still reaches the rep."""
    reply.kind, reply.asked = "handed_over", None
    if scene.changes:
        reply.hands_over = True
        tell(reply, scene)
        estimate(reply, scene)
        reply.say("utter_updated")
    elif not reply.says and scene.heard.intent not in DIGRESSIONS:
        reply.say("utter_already_handed_over", **scene.call)
