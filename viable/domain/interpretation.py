"""What one message means in the light of what was asked and already said.

Entities come from ``bot/``; here they become answers: a bare number goes to the question that is open, a "yes"
to the question that it answers, several quantities and a way of delivery to a split order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from viable.domain import values
from viable.domain.conversation import Json, Offer, Say, State, Understanding
from viable.domain.inquiry import shipping_value
from viable.domain.money import Money
from viable.domain.request import Part, Request

MOST_MONEY = Decimal(10) ** 9
LEAST_UNCLEAR = 20
"""Smaller figures are neither an order nor a budget."""
MOST_PIECES = Decimal(10) ** 8
CONTACT_FIELDS = ("name", "company", "email", "phone")

AMOUNTS = {"volume": "volume", "budget": "money"}
"""Topics that a number may answer, and the entity that says which of them it does."""

BUDGET_FLAGS = {"budget_below_total", "budget_below_minimum"}

type MatchNeed = Callable[[str], list[str]]
"""Raw text → ids of product families, likeliest first."""


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
    _read_quantities(reading, heard, state, request)
    _read_simple(reading, heard, state)
    _read_yes_no(reading, heard, state)
    _read_unsure(reading, heard, state)
    _refuse(reading, heard, state, today)
    _match_offer(reading, state)
    return reading


def _words(heard: Understanding, entity: Json) -> str:
    return heard.text[entity.get("start") or 0 : entity.get("end") or 0]


def _found(heard: Understanding, name: str) -> list[Json]:
    return [entity for entity in heard.entities if entity["entity"] == name]


def _read_choice(reading: Reading, heard: Understanding, state: State) -> None:
    letters = [offer.letter for offer in state.offers]
    for value in heard.values("choice"):
        if value["option"] in letters:
            reading.option = value["option"]
    is_plain_yes = heard.does("affirm") and not heard.does("notify_me", "deny") and not _sales_values(heard)
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


def _sales_values(heard: Understanding) -> bool:
    passive = ("language", "phase", "choice", "unsure")
    return any(entity["entity"] not in passive for entity in heard.entities)


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


def _read_quantities(reading: Reading, heard: Understanding, state: State, request: Request) -> None:
    counts = _found(heard, "volume")
    for bare in _found(heard, "number"):
        topic = _claim(reading, heard, state)
        if topic == "volume":
            counts.append(bare | {"value": _count(bare["value"])})
        elif topic == "budget":
            reading.take("budget", _amount(bare["value"]), _words(heard, bare))
        elif state.phase == "qualifying" and Decimal(bare["value"]["max"]) >= LEAST_UNCLEAR:
            reading.unclear = None if heard.does("ask_why") or heard.values("contact") else bare["value"]
    counts.sort(key=lambda entity: entity.get("start") or 0)
    ways = _found(heard, "shipping")
    if counts:
        reading.take("volume", counts[0]["value"], _words(heard, counts[0]))
    if ways:
        _read_shipping(reading, heard, request, counts, ways)


def _claim(reading: Reading, heard: Understanding, state: State) -> str | None:
    """The topic that a bare number answers; None when it is anybody's guess."""
    if state.asked in ("volume", "budget"):
        return state.asked
    said = [topic for topic, entity in AMOUNTS.items() if heard.values(entity)]
    if len(said) == 1:
        return "budget" if said[0] == "volume" else "volume"
    if "volume" not in state.answers and ("need" in reading.values or reading.families):
        return "volume"  # "3000 of your nicest cartons"
    known = [
        topic
        for topic in ("volume", "budget")
        if topic in state.answers and not state.answers[topic].value.get("open")
    ]
    is_change = heard.does("correct", "propose") or state.asked == "offer"
    if len(known) < 2 and known:
        other = "budget" if known[0] == "volume" else "volume"
        return known[0] if is_change else other
    if not known or not is_change:
        return None
    if state.asked == "offer":
        flags = set(_flags(state))
        return "budget" if flags and flags <= BUDGET_FLAGS else "volume"
    return max(known, key=lambda topic: (state.answers[topic].at, topic == "volume"))


def _flags(state: State) -> list[str]:
    reasons = (state.assessment or {}).get("reasons", [])
    return [reason["say"] for reason in reasons]


def _count(value: Json) -> Json:
    low, high = Decimal(value["min"]), Decimal(value["max"])
    return {"min": float(low), "max": float(high), "unit": None, "per": None}


def _amount(value: Json) -> Json:
    return {"min": value["min"], "max": value["max"], "currency": None, "per": None}


def _read_shipping(
    reading: Reading,
    heard: Understanding,
    request: Request,
    counts: list[Json],
    ways: list[Json],
) -> None:
    wanted = [way for way in ways if way["value"].get("wanted", True)]
    refused = {way["value"]["service"] for way in ways if not way["value"].get("wanted", True)}
    words = " ".join(_words(heard, way) for way in ways)
    part = _part(counts, wanted)
    if part is not None:
        total, some = part
        day = next((value.get("latest") for value in heard.values("timeline")), None)
        first = Part(some, wanted[0]["value"]["service"], date.fromisoformat(day) if day else None)
        rest = Part(total - some)
        reading.take("shipping", shipping_value(None, frozenset(), (first, rest)), words)
        return
    if refused:
        # What went the refused way now goes with the rest, on the rest's terms.
        excluded = request.excluded_services | refused
        reading.take("shipping", shipping_value(None, frozenset(excluded)), words)
        if request.parts:
            reading.take("timeline", _any_day() | {"is_implied": True}, words)
    elif wanted:
        reading.take("shipping", shipping_value(wanted[0]["value"]["service"], frozenset()), words)


def _part(counts: list[Json], wanted: list[Json]) -> tuple[int, int] | None:
    """Total and first part's pieces, when a smaller count goes a way of its own."""
    if len(counts) != 2 or not wanted:
        return None
    sizes = [int(entity["value"].get("max") or entity["value"].get("min") or 0) for entity in counts]
    return (max(sizes), min(sizes)) if 0 < min(sizes) < max(sizes) else None


def _any_day() -> Json:
    return {"earliest": None, "latest": None, "asap": False, "flexible": True, "grain": "day", "every": None}


def _read_simple(reading: Reading, heard: Understanding, state: State) -> None:
    for found in _found(heard, "customization"):
        _take_customization(reading, state, found["value"], _words(heard, found))
    for found in _found(heard, "authority"):
        reading.take("authority", found["value"], _words(heard, found))
    for found in _found(heard, "size"):
        reading.take("size", found["value"], _words(heard, found))
    if not reading.values.get("shipping", {}).get("parts"):
        for found in _found(heard, "timeline"):
            reading.take("timeline", found["value"], _words(heard, found))
    details: Json = {}
    for found in _found(heard, "contact"):
        details |= {name: text for name, text in found["value"].items() if text and not _is_talk(name, text)}
    if details:
        reading.take("contact", _with_earlier(state, "contact", details))
    _read_budget(reading, heard, state)
    _read_place(reading, heard, state)


def _is_talk(name: str, text: str) -> bool:
    """Three small words and more are a sentence, not somebody's name."""
    words = text.split()
    return name == "name" and len(words) > 2 and all(word[0].islower() for word in words)


def _read_budget(reading: Reading, heard: Understanding, state: State) -> None:
    for found in _found(heard, "money"):
        reading.take("budget", found["value"], _words(heard, found))
        said = dict.fromkeys(found["value"].get("includes") or (), True)
        if said:
            reading.take("budget_includes", _with_earlier(state, "budget_includes", said))
    for found in _found(heard, "includes"):
        reading.take("budget_includes", _with_earlier(state, "budget_includes", found["value"]))


def _is_place(found: Json, heard: Understanding, state: State) -> bool:
    """A name that no table has is a place only when nothing else was read from the message, and none is known."""
    if not found["value"].get("unknown"):
        return True
    others = [e for e in heard.entities if e["entity"] not in ("location", "language", "phase", "unsure")]
    known = state.answers.get("location")
    is_known = known is not None and not known.value.get("unknown")
    return not others and not (is_known and known is not None and known.value.get("country"))


def _read_place(reading: Reading, heard: Understanding, state: State) -> None:
    places = [found for found in _found(heard, "location") if _is_place(found, heard, state)]
    if len(places) > 1:
        reading.places = [found["value"] for found in places]
    elif places:
        value = _with_given_up(state, places[0]["value"])
        reading.take("location", value, _words(heard, places[0]))


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


def _with_earlier(state: State, topic: str, value: Json) -> Json:
    earlier = state.answers[topic].value if topic in state.answers else {}
    return earlier | {name: part for name, part in value.items() if part is not None}


def _with_given_up(state: State, value: Json) -> Json:
    """A place that no table has is asked about once; said again, it stands as it was said."""
    earlier = state.answers.get("location")
    was_unknown = earlier is not None and earlier.value.get("unknown")
    return value | {"is_given_up": True} if value.get("unknown") and was_unknown else value


def _read_yes_no(reading: Reading, heard: Understanding, state: State) -> None:
    yes, no = heard.does("affirm"), heard.does("deny")
    if state.phase == "contact":
        reading.is_consent = _consent(heard, state, yes=yes, no=no)
    if yes == no or _sales_values(heard) or heard.does("stop"):
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
    if yes == no or not (is_about_it or not _sales_values(heard)):
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
    "timeline": _any_day() | {"is_open": True},
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
