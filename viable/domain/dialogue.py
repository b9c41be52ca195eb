"""What the assistant does next: one message's reading and assessment in, one step out.

Order of a reply: what was taken down or changed · what cannot be · answers to side questions · the red
flag or the estimate · one question. Only what is missing is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from viable.domain import values
from viable.domain.conversation import (
    Answer,
    Change,
    Choice,
    Json,
    Offer,
    Say,
    State,
    Step,
    StepKind,
    Understanding,
)
from viable.domain.counter_offers import CounterOffer
from viable.domain.interpretation import Reading
from viable.domain.questions import Question, to_ask
from viable.domain.readback import change_of, summary
from viable.domain.reasons import ReasonCode, Verdict
from viable.domain.request import Request
from viable.domain.verdict import Assessment

DIGRESSIONS = frozenset(
    {
        "greet",
        "thank",
        "smalltalk",
        "out_of_scope",
        "ask_bot",
        "ask_capabilities",
        "ask_privacy",
        "ask_delivery",
        "ask_minimum_order",
        "ask_materials",
        "ask_samples",
        "ask_payment",
    }
)
"""Intents that Rasa's rules answer before they come here for the open question."""

REMEDY_NEEDS = ("need", "volume", "customization", "size", "location", "budget_includes")
"""What a counter-offer depends on: asked before offers are made, everything else after."""

FOR_A_PERSON = ("want_person", "existing_customer", "existing_order_status")
REQUIRED_CONTACT = ("name", "company", "email")
MOST_TOLD = 40
"""Lines remembered as said: a talk of hundreds of turns must not slow down, and what was said so long ago may be again."""


@dataclass(slots=True)
class Scene:
    """Everything one step is decided from.

    Attributes:
        state: changed in place; the caller stores it with the step.
        changes: answers taken over from this message, in order of reading.
        call: who calls and until when, said at the hand-over: ``{"rep": text, "call_by": moment}``.
        is_first: the prospect's first message.
    """

    heard: Understanding
    state: State
    reading: Reading
    changes: list[Change]
    request: Request
    assessment: Assessment
    counter_offers: Callable[[], Sequence[CounterOffer]]
    questions: Sequence[Question]
    now: datetime
    is_audit: bool
    call: Json = field(default_factory=dict)

    @property
    def asked(self) -> str | None:
        return self.state.asked


@dataclass(slots=True)
class Reply:
    """A step while it is being made."""

    kind: StepKind = "ask"
    says: list[Say] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    asked: str | None = None
    hands_over: bool = False

    def say(self, key: str, **typed: Json) -> None:
        self.says.append(Say(key, typed))

    def choose(self, group: str, code: str, payload: Json) -> None:
        self.choices.append(Choice(values.term(group, code), payload))


@dataclass(frozen=True, slots=True)
class Decision:
    """A step, and whether the lead goes to sales with it."""

    step: Step
    hands_over: bool


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
    if heard.does("ask_certainty", "ask_price") and not _estimate(reply, scene, is_asked=True):
        _price_so_far(reply, scene)
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
        _estimate(reply, scene, is_asked=True)
    if heard.intent == "goodbye":
        reply.say("utter_goodbye")
    return len(reply.says) > before


def _price_so_far(reply: Reply, scene: Scene) -> None:
    """The goods' price once the work is known, before the place is."""
    value = scene.assessment.order_value
    if value is None or {"need", "volume", "customization", "size"} & set(scene.assessment.missing):
        reply.say("utter_price_depends")
    else:
        reply.say("utter_price_goods", order_value=values.money(value))


def _go_on(reply: Reply, scene: Scene) -> None:
    heard, state, reading = scene.heard, scene.state, scene.reading
    notice = _is_notice(scene)
    if heard.does(*FOR_A_PERSON) or heard.values("person"):
        state.is_existing_customer |= heard.does("existing_customer", "existing_order_status")
        _to_contact(reply, scene, "person")
    elif notice or heard.does("notify_me"):
        _to_contact(reply, scene, "notice")
    elif _is_contact_only(scene):
        _to_contact(reply, scene, "person")
    elif state.phase == "contact" and not _changes_request(scene):
        _continue_contact(reply, scene)
    elif state.phase == "handed_over":
        _after_hand_over(reply, scene)
    elif _is_not_understood(reply, scene):
        _clarify(reply, scene)
    elif reading.families:
        _ask_which_family(reply, scene)
    elif reading.unclear:
        _ask_which_number(reply, reading.unclear)
    elif reading.places:
        _ask_which_place(reply, "utter_which_destination", reading.places)
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
        _quick_replies(reply, scene, scene.asked)
        reply.choose("button", "person", {"person": {}})
    if scene.asked == "offer":
        _offer_choices(reply, state)
    reply.asked = scene.asked or "need"


def _quick_replies(reply: Reply, scene: Scene, topic: str | None) -> None:
    reply.choices.extend(_replies_to(scene, topic))


def _replies_to(scene: Scene, topic: str | None) -> tuple[Choice, ...]:
    return next((question.quick_replies for question in scene.questions if question.id == topic), ())


def _proceed(reply: Reply, scene: Scene) -> None:
    """A red flag as soon as there is one, else the next question, else the verdict."""
    place = scene.state.answers.get("location")
    if place is not None and _is_place_open(place.value):
        _ask_about_place(reply, place)
        return
    reasons = scene.assessment.reasons
    only_unconfirmed = all(reason.code is ReasonCode.FIGURES_UNCONFIRMED for reason in reasons)
    missing = to_ask(scene.questions, scene.assessment.missing, scene.request)
    if reasons and not (only_unconfirmed and missing):
        _red_flag(reply, scene, missing)
    elif missing:
        _tell(reply, scene)
        if scene.reading.option is not None or _is_recomputed(scene):
            _estimate(reply, scene)
        _ask(reply, scene, missing[0])
    else:
        _verdict(reply, scene)


def _is_recomputed(scene: Scene) -> bool:
    return scene.state.phase == "offer" and bool(scene.changes)


def _ask(reply: Reply, scene: Scene, question: Question) -> None:
    scene.state.phase = "qualifying"
    scene.state.offers = []
    reply.asked = question.id
    reply.say(f"utter_ask_{question.id}")
    reply.choices.extend(question.quick_replies)


def _is_place_open(place: Json) -> bool:
    if place.get("is_given_up") or place.get("is_chosen"):
        return False
    return bool(place.get("candidates")) or place.get("country") is None


def _ask_about_place(reply: Reply, answer: Answer) -> None:
    candidates, name = answer.value.get("candidates"), answer.value["name"]
    if candidates:
        _ask_which_place(reply, "utter_which_place", candidates, answer.words or name)
    else:
        reply.kind, reply.asked = "clarify", "location"
        reply.say("utter_place_unknown", place=values.text(name))


def _ask_which_place(reply: Reply, key: str, places: Sequence[Json], name: str = "") -> None:
    reply.asked = "location"
    reply.say(key, place=values.text(name))
    for place in places[:5]:
        chosen = place | {"candidates": [], "is_chosen": True}
        is_alike = [(other["name"], other.get("country")) for other in places].count(
            (place["name"], place.get("country"))
        ) > 1
        title = {"kind": "place", "value": place, "is_alike": is_alike}
        reply.choices.append(Choice(title, {"location": chosen}))


def _ask_which_family(reply: Reply, scene: Scene) -> None:
    """The products that may be meant, under the names of the quick replies where these have them."""
    reply.asked = "need"
    reply.say("utter_which_product")
    known = {each.payload["need"].get("family"): each for each in _replies_to(scene, "need")}
    for code in scene.reading.families[:4]:
        reply.choices.append(known.get(code) or Choice(values.family(code), {"need": {"family": code}}))


def _ask_which_number(reply: Reply, value: Json) -> None:
    """A figure that could be pieces or money is asked about in one tap."""
    amount = values.number(Decimal(value["max"]))
    reply.kind = "clarify"
    reply.say("utter_which_number", value=amount)
    count = {"min": float(value["min"]), "max": float(value["max"]), "unit": "piece", "per": None}
    money = {"min": value["min"], "max": value["max"], "currency": None, "per": None, "includes": []}
    reply.choices.append(Choice(values.filled("as_volume", value=amount), {"volume": count}))
    reply.choices.append(Choice(values.filled("as_budget", value=amount), {"money": money}))


def _tell(reply: Reply, scene: Scene) -> None:
    """Reasons not yet told in these words are told."""
    for reason in scene.assessment.reasons:
        if reason.say:
            _say_once(reply, scene.state, [Say(f"utter_flag_{reason.say}", values.of_all(reason.evidence))])


def _tell_again(reply: Reply, scene: Scene) -> None:
    """All reasons are told, said before or not."""
    scene.state.told = [mark for mark in scene.state.told if not mark.startswith("utter_flag_")]
    _tell(reply, scene)


def _say_once(reply: Reply, state: State, says: Sequence[Say]) -> bool:
    """The lines are said together, unless exactly these were said before; True when they were said now."""
    mark = " ".join(f"{say.key} {sorted(say.values.items())}" for say in says)
    if mark in state.told:
        return False
    state.told = [*state.told, mark][-MOST_TOLD:]
    reply.says.extend(says)
    return True


def _red_flag(reply: Reply, scene: Scene, missing: Sequence[Question]) -> None:
    """What cannot work is said at once; what would work, as soon as it can be computed."""
    assessment, state = scene.assessment, scene.state
    reply.kind = "red_flag"
    if "utter_flags_intro" not in state.told:
        state.told.append("utter_flags_intro")
        reply.say("utter_flags_intro")
    needed = [question for question in missing if question.id in REMEDY_NEEDS] or _basis(scene)
    if assessment.verdict is Verdict.NEEDS_PERSON or scene.is_audit:
        _tell(reply, scene)
        _to_contact(reply, scene, "person")
    elif any(reason.code is ReasonCode.NOT_OUR_PRODUCT for reason in assessment.reasons):
        _tell_again(reply, scene)
        _ask(reply, scene, Question("need", quick_replies=_replies_to(scene, "need")))
    elif needed and assessment.verdict is not Verdict.NOT_QUALIFIED:
        _tell(reply, scene)
        reply.say("utter_need_to_know")
        _ask(reply, scene, needed[0])
    else:
        _offer(reply, scene)


def _basis(scene: Scene) -> list[Question]:
    """The question what the budget includes, where only the budget stands in the way and that was not said."""
    codes = {reason.code for reason in scene.assessment.reasons}
    if codes != {ReasonCode.BUDGET_TOO_LOW} or "budget_includes" in scene.state.answers:
        return []
    return [question for question in scene.questions if question.id == "budget_includes"]


def _offer(reply: Reply, scene: Scene) -> None:
    state = scene.state
    is_refused = scene.asked == "offer" and not scene.changes and scene.heard.does("deny")
    if is_refused:
        state.declined = [*state.declined, *(offer for offer in state.offers if offer.request)]
        reply.say("utter_other_offer")
    elif state.offers and not scene.changes and scene.asked == "offer":
        reply.say("utter_ask_offer" if len(state.offers) > 1 else "utter_ask_other_offer")
    else:
        _new_offers(reply, scene)
    state.phase, reply.asked, reply.kind = "offer", "offer", "offer"
    _offer_choices(reply, state)


def _new_offers(reply: Reply, scene: Scene) -> None:
    state = scene.state
    found = list(scene.counter_offers())[:3]
    offers = [_shown(letter, offer) for letter, offer in zip("ABC", found, strict=False)]
    if [offer.kind for offer in found] != ["authority"]:  # nothing will change by itself there
        notice = "ABCD"[len(offers)]
        offers.append(Offer(notice, "utter_offer_notice", {"letter": values.text(notice)}, None))
    is_known = [(o.say, o.values) for o in offers] == [(o.say, o.values) for o in state.offers]
    state.offers = offers
    if is_known:
        reply.say("utter_ask_offer")
        return
    # What would work is read together with everything that does not, said before or not.
    _tell_again(reply, scene)
    reply.say("utter_offers_intro" if found else "utter_no_offers")
    if found:
        reply.says.extend(Say(offer.say, offer.values) for offer in offers)


def _shown(letter: str, offer: CounterOffer) -> Offer:
    """The option with the same values for every kind: when, price, and what it is over the budget."""
    typed = values.of_all(offer.evidence) | {"letter": values.text(letter)}
    ready = values.filled("at_factory", ready=typed["ready"]) if "ready" in typed else values.text("")
    typed |= {
        "when": typed.get("delivery", ready),
        "price": typed.get("total") or typed.get("order_value") or values.text(""),
        "over_budget": _over_budget(offer, typed),
    }
    return Offer(letter, f"utter_{offer.say}", typed, offer.request)


def _over_budget(offer: CounterOffer, typed: Json) -> Json:
    """What the option is over the budget, with the tax that the budget is meant to cover; prices are without."""
    if "gap" not in typed:
        return values.text("")
    if offer.request.budget_includes_tax:
        return values.filled("over_budget_with_tax", total=typed["budget_needed"], gap=typed["gap"])
    return values.filled("over_budget", gap=typed["gap"])


def _offer_choices(reply: Reply, state: State) -> None:
    for offer in state.offers:
        code = "option" if offer.request else "option_notice" if len(state.offers) > 1 else "only_notice"
        title = values.filled(code, letter=values.text(offer.letter))
        reply.choices.append(Choice(title, {"choice": {"option": offer.letter}}))
    reply.choose("button", "person", {"person": {}})


def _estimate(reply: Reply, scene: Scene, *, is_asked: bool = False) -> bool:
    """When and for how much, always as an estimate, once unless it is asked for; False when not known yet."""
    lines = _estimate_lines(scene)
    if is_asked and lines:
        scene.state.told = [mark for mark in scene.state.told if not mark.startswith(lines[0].key)]
    if lines:
        _say_once(reply, scene.state, lines)
    return bool(lines)


def _estimate_lines(scene: Scene) -> list[Say]:
    assessment, request = scene.assessment, scene.request
    promise, total = assessment.promise, assessment.total
    if promise is None or total is None or request.quantity is None:
        return []
    conditions = [
        Say(f"utter_condition_{condition.say}", values.of_all(condition.evidence))
        for condition in assessment.conditions
    ]
    if len(promise.parts) > 1:
        parts = [
            values.filled(
                "part",
                quantity=values.number(part.quantity),
                service=values.term("service", part.service),
                delivery=values.days(part.delivery),
            )
            for part in promise.parts
        ]
        split = {"parts": values.listing(parts, "and"), "total": values.money(total)}
        return [Say("utter_estimate_split", split), *conditions]
    typed: Json = {
        "quantity": values.number(request.quantity),
        "family": values.family(request.family or ""),
        "delivery": values.days(promise.delivery),
        "total": values.money(total),
    }
    return [Say("utter_estimate_pickup" if request.is_pickup else "utter_estimate", typed), *conditions]


def _verdict(reply: Reply, scene: Scene) -> None:
    reply.kind = "verdict"
    _tell(reply, scene)
    _estimate(reply, scene)
    _to_contact(reply, scene, "estimate")


def _to_contact(reply: Reply, scene: Scene, wants: str) -> None:
    state = scene.state
    if state.phase == "handed_over":
        reply.say("utter_already_handed_over", **scene.call)
        return
    if state.phase != "contact" or state.wants != wants:
        reply.say(f"utter_contact_for_{wants}", **scene.call)
    state.phase, state.wants = "contact", wants
    _continue_contact(reply, scene)


def _continue_contact(reply: Reply, scene: Scene) -> None:
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


def _after_hand_over(reply: Reply, scene: Scene) -> None:
    """What is said after the hand-over still reaches the rep."""
    reply.kind, reply.asked = "handed_over", None
    if scene.changes:
        reply.hands_over = True
        _tell(reply, scene)
        _estimate(reply, scene)
        reply.say("utter_updated")
    elif not reply.says and scene.heard.intent not in DIGRESSIONS:
        reply.say("utter_already_handed_over", **scene.call)
