"""Counter-offers on the table: shown as letters, with what each costs and when it comes."""

from __future__ import annotations

from viable.domain import values
from viable.domain.conversation import (
    Choice,
    Json,
    Offer,
    Say,
    State,
)
from viable.domain.counter_offers import CounterOffer
from viable.domain.scene import Reply, Scene
from viable.domain.telling import tell_again


def put_offers(reply: Reply, scene: Scene) -> None:
    """The options are on the table, or asked about again, or other wishes are asked for."""
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
    offer_choices(reply, state)


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
    tell_again(reply, scene)
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


def offer_choices(reply: Reply, state: State) -> None:
    """Every option has its button, and a person is in reach."""
    for offer in state.offers:
        code = "option" if offer.request else "option_notice" if len(state.offers) > 1 else "only_notice"
        title = values.filled(code, letter=values.text(offer.letter))
        reply.choices.append(Choice(title, {"choice": {"option": offer.letter}}))
    reply.choose("button", "person", {"person": {}})
