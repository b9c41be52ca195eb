"""What the assistant does next: one message's reading and assessment in, one step out.

Order of a reply: what was taken down or changed · what cannot be · answers to side questions · the red
flag or the estimate · one question. Only what is missing is asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from viable.domain import values
from viable.domain.asking import (
    ask_about_place,
    ask_next,
    ask_which_family,
    ask_which_number,
    ask_which_place,
    is_place_open,
    quick_replies,
    replies_to,
)
from viable.domain.closing import after_hand_over, continue_contact, to_contact
from viable.domain.conversation import (
    Say,
    State,
    Step,
)
from viable.domain.options import offer_choices, put_offers
from viable.domain.questions import Question, to_ask
from viable.domain.readback import change_of, summary
from viable.domain.reasons import ReasonCode, Verdict
from viable.domain.scene import DIGRESSIONS, FOR_A_PERSON, REMEDY_NEEDS, Decision, Reply, Scene
from viable.domain.telling import estimate, price_so_far, tell, tell_again


def decide(scene: Scene) -> Decision:
    """The step for one message; ``scene.state`` is what is remembered of it."""
    reply = Reply(asked=scene.asked)
    heard, state = scene.heard, scene.state
    if heard.does("stop") and not scene.changes:
        _close(reply, state)
        return _decision(reply, state)
    if state.phase == "closed":
        state.phase = "qualifying"
    _read_back(reply, scene)
    has_answered = _answer_side_questions(reply, scene)
    if scene.changes or has_answered or scene.reading.refusals or heard.intent in DIGRESSIONS:
        state.misunderstood = 0
    if _is_farewell(scene):
        reply.says = [Say("utter_goodbye")]
    else:
        _go_on(reply, scene)
    return _decision(reply, state)


def _decision(reply: Reply, state: State) -> Decision:
    state.asked = reply.asked
    step = Step(reply.kind, tuple(reply.says), tuple(reply.choices), reply.asked, state.phase, state.language)
    return Decision(step, reply.hands_over)


def _close(reply: Reply, state: State) -> None:
    if state.phase != "handed_over":
        state.phase = "closed"
    reply.kind, reply.asked = "closed", None
    reply.say("utter_stopped")


def _read_back(reply: Reply, scene: Scene) -> None:
    """What was understood, in one line; a correction as old → new."""
    first = [change for change in scene.changes if change.old is None or not summary([change.old])]
    again = [change for change in scene.changes if change not in first]
    is_direct_answer = len(first) == 1 and first[0].new.topic == scene.asked and not again
    shown = [] if is_direct_answer and scene.heard.is_tap else summary([change.new for change in first])
    if shown:
        reply.say("utter_noted", summary=values.listing(shown))
    corrected = [line for change in again if (line := change_of(change)) is not None]
    if corrected:
        reply.say("utter_changed", changes=values.listing(corrected))
    deciders = [change.new.value for change in scene.changes if change.new.topic == "authority"]
    if any(value["role"] == "shares" and not value.get("is_open") for value in deciders):
        reply.say("utter_talk_to_deciders")
    is_private = any(change.new.topic == "contact" for change in scene.changes)
    if is_private and scene.state.phase in ("qualifying", "offer"):
        reply.say("utter_noted_contact")
    reply.says.extend(scene.reading.refusals)


def _answer_side_questions(reply: Reply, scene: Scene) -> bool:
    """True when the message asked something that has been answered here."""
    heard, state, before = scene.heard, scene.state, len(reply.says)
    if heard.does("ask_why"):
        reply.say(f"utter_why_{scene.asked or 'need'}")
    if heard.does("ask_certainty", "ask_price") and not estimate(reply, scene, is_asked=True):
        price_so_far(reply, scene)
    if heard.does("ask_summary"):
        lines = summary(list(state.answers.values()))
        key = "utter_summary" if lines else "utter_summary_empty"
        reply.say(key, summary=values.listing(lines))
    if heard.does("switch_language"):
        reply.say("utter_language")
    if heard.does("restart") and state.phase != "handed_over":
        reply.say("utter_restarted")
    if heard.does("complain"):
        reply.say("utter_sorry")
        reply.choose("button", "person", {"person": {}})
    if heard.does("ask_delivery"):
        estimate(reply, scene, is_asked=True)
    if heard.intent == "goodbye":
        reply.say("utter_goodbye")
    return len(reply.says) > before


def _go_on(reply: Reply, scene: Scene) -> None:
    heard, state, reading = scene.heard, scene.state, scene.reading
    notice = _is_notice(scene)
    if heard.does(*FOR_A_PERSON) or heard.values("person"):
        state.is_existing_customer |= heard.does("existing_customer", "existing_order_status")
        to_contact(reply, scene, "person")
    elif notice or heard.does("notify_me"):
        to_contact(reply, scene, "notice")
    elif _is_contact_only(scene):
        to_contact(reply, scene, "person")
    elif state.phase == "contact" and not _changes_request(scene):
        continue_contact(reply, scene)
    elif state.phase == "handed_over":
        after_hand_over(reply, scene)
    elif _is_not_understood(reply, scene):
        _clarify(reply, scene)
    elif reading.families:
        ask_which_family(reply, scene)
    elif reading.unclear:
        ask_which_number(reply, reading.unclear)
    elif reading.places:
        ask_which_place(reply, "utter_which_destination", reading.places)
    else:
        _proceed(reply, scene)


def _changes_request(scene: Scene) -> bool:
    return any(change.new.topic not in ("contact", "authority") for change in scene.changes)


def _is_contact_only(scene: Scene) -> bool:
    """Whoever leaves their details beside offers that they do not take wants to be called."""
    return scene.state.phase == "offer" and [change.new.topic for change in scene.changes] == ["contact"]


def _is_notice(scene: Scene) -> bool:
    taken = next((o for o in scene.state.offers if o.letter == scene.reading.option), None)
    return taken is not None and taken.request is None


def _is_farewell(scene: Scene) -> bool:
    """A goodbye and nothing else is no reason to ask again."""
    acts = set(scene.heard.acts)
    return "goodbye" in acts and acts <= {"goodbye", "thank", "greet"} and scene.reading.is_empty


def _is_not_understood(reply: Reply, scene: Scene) -> bool:
    heard = scene.heard
    understood = scene.changes or reply.says or heard.intent in DIGRESSIONS or heard.does("ask_repeat")
    answers_offer = scene.asked == "offer" and heard.does("affirm", "deny")
    return not understood and scene.reading.is_empty and not answers_offer


def _clarify(reply: Reply, scene: Scene) -> None:
    """First an example, then buttons, then a person."""
    state = scene.state
    state.misunderstood += 1
    reply.kind = "clarify"
    topic = scene.asked if scene.asked not in (None, "offer", "consent") else None
    for guess in scene.heard.guesses[:2]:
        reply.choose("guess", guess, {"guess": {"intent": guess}})
    if state.misunderstood == 1:
        reply.say("utter_clarify")
        reply.say(f"utter_example_{topic}" if topic else "utter_rephrase")
    elif state.misunderstood == 2:
        reply.say("utter_clarify_buttons")
    else:
        reply.say("utter_offer_person")
    if state.misunderstood >= 2:
        quick_replies(reply, scene, scene.asked)
        reply.choose("button", "person", {"person": {}})
    if scene.asked == "offer":
        offer_choices(reply, state)
    reply.asked = scene.asked or "need"


def _proceed(reply: Reply, scene: Scene) -> None:
    """A red flag as soon as there is one, else the next question, else the verdict."""
    place = scene.state.answers.get("location")
    if place is not None and is_place_open(place.value):
        ask_about_place(reply, place)
        return
    reasons = scene.assessment.reasons
    only_unconfirmed = all(reason.code is ReasonCode.FIGURES_UNCONFIRMED for reason in reasons)
    missing = to_ask(scene.questions, scene.assessment.missing, scene.request)
    if reasons and not (only_unconfirmed and missing):
        _red_flag(reply, scene, missing)
    elif missing:
        tell(reply, scene)
        if scene.reading.option is not None or _is_recomputed(scene):
            estimate(reply, scene)
        ask_next(reply, scene, missing[0])
    else:
        _verdict(reply, scene)


def _is_recomputed(scene: Scene) -> bool:
    return scene.state.phase == "offer" and bool(scene.changes)


def _red_flag(reply: Reply, scene: Scene, missing: Sequence[Question]) -> None:
    """What cannot work is said at once; what would work, as soon as it can be computed."""
    assessment, state = scene.assessment, scene.state
    reply.kind = "red_flag"
    if "utter_flags_intro" not in state.told:
        state.told.append("utter_flags_intro")
        reply.say("utter_flags_intro")
    needed = [question for question in missing if question.id in REMEDY_NEEDS] or _basis(scene)
    if assessment.verdict is Verdict.NEEDS_PERSON or scene.is_audit:
        tell(reply, scene)
        to_contact(reply, scene, "person")
    elif any(reason.code is ReasonCode.NOT_OUR_PRODUCT for reason in assessment.reasons):
        tell_again(reply, scene)
        ask_next(reply, scene, Question("need", quick_replies=replies_to(scene, "need")))
    elif needed and assessment.verdict is not Verdict.NOT_QUALIFIED:
        tell(reply, scene)
        reply.say("utter_need_to_know")
        ask_next(reply, scene, needed[0])
    else:
        put_offers(reply, scene)


def _basis(scene: Scene) -> list[Question]:
    """The question what the budget includes, where only the budget stands in the way and that was not said."""
    codes = {reason.code for reason in scene.assessment.reasons}
    if codes != {ReasonCode.BUDGET_TOO_LOW} or "budget_includes" in scene.state.answers:
        return []
    return [question for question in scene.questions if question.id == "budget_includes"]


def _verdict(reply: Reply, scene: Scene) -> None:
    reply.kind = "verdict"
    tell(reply, scene)
    estimate(reply, scene)
    to_contact(reply, scene, "estimate")
