"""What one message means in the light of what was asked and already said.

Entities come from ``bot/``; here they become answers: a bare number goes to the question that is open, a "yes"
to the question that it answers, several quantities and a way of delivery to a split order.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from viable.domain import values
from viable.domain.conversation import Json, Offer, Say, State, Understanding
from viable.domain.money import Money
from viable.domain.quantities import read_quantities
from viable.domain.reading import Reading, any_day, entities_of, has_sales_values, with_earlier, words_of
from viable.domain.request import Request

MOST_MONEY = Decimal(10) ** 9


MOST_PIECES = Decimal(10) ** 8


CONTACT_FIELDS = ("name", "company", "email", "phone")


type MatchNeed = Callable[[str], list[str]]
"""Raw text → ids of product families, likeliest first."""


def interpret(
    heard: Understanding,
    state: State,
    request: Request,
    match_need: MatchNeed,
    is_not_made: Callable[[str], bool],
    today: date,
) -> Reading:
    """The reading of a message; nothing in it is checked against capacity or cost yet."""
    reading = Reading()
    _read_choice(reading, heard, state)
    _read_need(reading, heard, state, match_need, is_not_made)
    read_quantities(reading, heard, state, request)
    _read_simple(reading, heard, state)
    _read_yes_no(reading, heard, state)
    _read_unsure(reading, heard, state)
    _refuse(reading, heard, state, today)
    _match_offer(reading, state)
    return reading


def _read_choice(reading: Reading, heard: Understanding, state: State) -> None:
    letters = [offer.letter for offer in state.offers]
    for value in heard.values("choice"):
        if value["option"] in letters:
            reading.option = value["option"]
    is_plain_yes = (
        heard.does("affirm") and not heard.does("notify_me", "deny") and not has_sales_values(heard)
    )
    if reading.option is None and state.asked == "offer" and is_plain_yes:
        real = [offer.letter for offer in state.offers if offer.request]
        if len(real) == 1:
            reading.option = real[0]


def _match_offer(reading: Reading, state: State) -> None:
    """Words that say just what one option on the table says choose it: "2400 en barco"."""
    said = reading.values
    if reading.option or not said or not said.keys() <= {"volume", "shipping"}:
        return
    if said.get("shipping", {}).get("parts"):
        return
    fitting = [offer.letter for offer in state.offers if offer.request and _says_the_same(said, offer)]
    if len(fitting) == 1:
        reading.option = fitting[0]
        reading.values.clear()


def _says_the_same(said: dict[str, Json], offer: Offer) -> bool:
    assert offer.request is not None
    volume, shipping = said.get("volume"), said.get("shipping")
    shown = offer.values.get("service", {}).get("code")
    is_quantity = volume is None or volume.get("max") == offer.request.quantity
    is_way = shipping is None or (shipping["service"] is not None and shipping["service"] == shown)
    return is_quantity and is_way


def _read_need(
    reading: Reading,
    heard: Understanding,
    state: State,
    match_need: MatchNeed,
    is_not_made: Callable[[str], bool],
) -> None:
    for value in heard.values("need"):
        reading.take("need", value)
        return
    if heard.is_tap or state.asked in ("contact", "consent"):
        return
    families = match_need(heard.text)
    known = state.answers.get("need")
    if not families and is_not_made(heard.text) and (known is None or state.asked == "need"):
        reading.take("need", {"is_not_made": True}, heard.text)
    elif known is not None and not _is_about_product(heard, state):
        return
    elif len(families) == 1:
        if known is None or known.value.get("family") != families[0]:
            reading.take("need", {"family": families[0]}, heard.text)
    elif len(families) > 1 and (known is None or known.value.get("family") not in families):
        reading.families = families


def _is_about_product(heard: Understanding, state: State) -> bool:
    """Whether a product that is named may replace the one that is known: "is the bag recycled?" does not."""
    telling = ("inform", "correct", "propose", "affirm", "deny", "nlu_fallback", "ask_price", "ask_certainty")
    return state.asked == "need" or heard.does(*telling)


def _read_simple(reading: Reading, heard: Understanding, state: State) -> None:
    for found in entities_of(heard, "customization"):
        _take_customization(reading, state, found["value"], words_of(heard, found))
    for found in entities_of(heard, "authority"):
        reading.take("authority", found["value"], words_of(heard, found))
    for found in entities_of(heard, "size"):
        reading.take("size", found["value"], words_of(heard, found))
    if not reading.values.get("shipping", {}).get("parts"):
        for found in entities_of(heard, "timeline"):
            reading.take("timeline", found["value"], words_of(heard, found))
    details: Json = {}
    for found in entities_of(heard, "contact"):
        details |= {name: text for name, text in found["value"].items() if text and not _is_talk(name, text)}
    if details:
        reading.take("contact", with_earlier(state, "contact", details))
    _read_budget(reading, heard, state)
    _read_place(reading, heard, state)


def _is_talk(name: str, text: str) -> bool:
    """Three small words and more are a sentence, not somebody's name."""
    words = text.split()
    return name == "name" and len(words) > 2 and all(word[0].islower() for word in words)


def _read_budget(reading: Reading, heard: Understanding, state: State) -> None:
    for found in entities_of(heard, "money"):
        reading.take("budget", found["value"], words_of(heard, found))
        said = dict.fromkeys(found["value"].get("includes") or (), True)
        if said:
            reading.take("budget_includes", with_earlier(state, "budget_includes", said))
    for found in entities_of(heard, "includes"):
        reading.take("budget_includes", with_earlier(state, "budget_includes", found["value"]))


def _is_place(found: Json, heard: Understanding, state: State) -> bool:
    """A name that no table has is a place only when nothing else was read from the message, and none is known."""
    if not found["value"].get("unknown"):
        return True
    others = [e for e in heard.entities if e["entity"] not in ("location", "language", "phase", "unsure")]
    known = state.answers.get("location")
    is_known = known is not None and not known.value.get("unknown")
    return not others and not (is_known and known is not None and known.value.get("country"))


def _read_place(reading: Reading, heard: Understanding, state: State) -> None:
    places = [found for found in entities_of(heard, "location") if _is_place(found, heard, state)]
    if len(places) > 1:
        reading.places = [found["value"] for found in places]
    elif places:
        value = _with_given_up(state, places[0]["value"])
        reading.take("location", value, words_of(heard, places[0]))


def _take_customization(reading: Reading, state: State, value: Json, words: str) -> None:
    """An answer about the size is not one about the print, though both may say "standard"."""
    level, size = value.get("level"), value.get("size")
    if state.asked == "size" and level in ("none", "specification", "tooling"):
        reading.take("size", {"size": "standard" if level == "none" else "own"}, words)
        return
    if size:
        reading.take("size", {"size": size}, words)
    if level is not None:
        reading.take("customization", {"level": level, "details": value.get("details") or ""}, words)


def _with_given_up(state: State, value: Json) -> Json:
    """A place that no table has is asked about once; said again, it stands as it was said."""
    earlier = state.answers.get("location")
    was_unknown = earlier is not None and earlier.value.get("unknown")
    return value | {"is_given_up": True} if value.get("unknown") and was_unknown else value


def _read_yes_no(reading: Reading, heard: Understanding, state: State) -> None:
    yes, no = heard.does("affirm"), heard.does("deny")
    if state.phase == "contact":
        reading.is_consent = _consent(heard, state, yes=yes, no=no)
    if yes == no or has_sales_values(heard) or heard.does("stop"):
        return
    match state.asked:
        case "authority":
            reading.take("authority", {"role": "decides" if yes else "shares"}, heard.text)
        case "budget_includes":
            reading.take("budget_includes", {"transport": yes, "tax": yes}, heard.text)
        case "customization" if no:
            reading.take("customization", {"level": "none", "details": ""}, heard.text)
        case "size" if no:
            reading.take("size", {"size": "standard"}, heard.text)
        case _:
            return


def _consent(heard: Understanding, state: State, *, yes: bool, no: bool) -> bool | None:
    """A clear yes or no to the use of the contact data: a "yes" that is about something else is none."""
    tapped = [value["is_given"] for value in heard.values("consent")]
    if tapped:
        return bool(tapped[0])
    contact: Json = {name: part for value in heard.values("contact") for name, part in value.items()}
    is_about_it = state.asked == "consent" or "email" in contact or "phone" in contact
    if yes == no or not (is_about_it or not has_sales_values(heard)):
        return None
    return yes


def _read_unsure(reading: Reading, heard: Understanding, state: State) -> None:
    abouts = [value.get("about") for value in heard.values("unsure")]
    if not abouts and heard.does("dont_know"):
        abouts = [None]
    for about in abouts:
        topic = about or state.asked
        if topic in UNSURE and topic not in reading.values:
            reading.take(topic, dict(UNSURE[topic]), heard.text)


UNSURE: dict[str, Json] = {
    "budget": {"min": None, "max": None, "currency": None, "per": None, "open": True},
    "budget_includes": {"transport": False, "tax": False, "is_open": True},
    "timeline": any_day() | {"is_open": True},
    "customization": {"level": "none", "details": "", "is_open": True},
    "size": {"size": "standard", "is_open": True},
    "authority": {"role": "shares", "is_open": True},
}
"""What "I don't know" stands for until a person asks again; volume and place cannot be left open."""


def _refuse(reading: Reading, heard: Understanding, state: State, today: date) -> None:
    """What cannot be is taken out of the reading again, and said."""
    is_contact = state.phase == "contact"
    if is_contact and "@" in heard.text and not reading.values.get("contact", {}).get("email"):
        reading.refusals.append(Say("utter_refused_email"))
    _refuse_amount(reading)
    volume = reading.values.get("volume")
    if volume is not None:
        sides = [Decimal(str(volume[side])) for side in ("min", "max") if volume.get(side) is not None]
        if sides and (min(sides) <= 0 or max(sides) > MOST_PIECES):
            del reading.values["volume"]
            reading.refusals.append(Say("utter_refused_volume", {"value": values.number(sides[-1])}))
    timeline = reading.values.get("timeline") or {}
    latest = timeline.get("latest")
    if latest and date.fromisoformat(latest) < today:
        del reading.values["timeline"]
        day = values.day(date.fromisoformat(latest))
        reading.refusals.append(Say("utter_refused_date", {"value": day}))


def _refuse_amount(reading: Reading) -> None:
    budget = reading.values.get("budget")
    if budget is None or budget.get("open"):
        return
    sides = [Decimal(budget[side]) for side in ("min", "max") if budget.get(side) is not None]
    if sides and (min(sides) <= 0 or max(sides) > MOST_MONEY):
        del reading.values["budget"]
        reading.values.pop("budget_includes", None)
        shown = min(sides) if min(sides) <= 0 else max(sides)
        amount = Money(shown, budget.get("currency") or "EUR")
        reading.refusals.append(Say("utter_refused_budget", {"value": values.money(amount)}))
