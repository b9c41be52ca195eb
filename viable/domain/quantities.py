"""Figures of a message: whose a bare number is, and a split order from two quantities and a way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from viable.domain.conversation import Json, State, Understanding
from viable.domain.inquiry import shipping_value
from viable.domain.reading import AMOUNTS, Reading, any_day, entities_of, words_of
from viable.domain.request import Part, Request

LEAST_UNCLEAR = 20
"""Smaller figures are neither an order nor a budget."""


BUDGET_FLAGS = {"budget_below_total", "budget_below_minimum"}


def read_quantities(reading: Reading, heard: Understanding, state: State, request: Request) -> None:
    """Counts, bare numbers and ways of delivery are in the reading."""
    counts = entities_of(heard, "volume")
    for bare in entities_of(heard, "number"):
        topic = _claim(reading, heard, state)
        if topic == "volume":
            counts.append(bare | {"value": _count(bare["value"])})
        elif topic == "budget":
            reading.take("budget", _amount(bare["value"]), words_of(heard, bare))
        elif state.phase == "qualifying" and Decimal(bare["value"]["max"]) >= LEAST_UNCLEAR:
            reading.unclear = None if heard.does("ask_why") or heard.values("contact") else bare["value"]
    counts.sort(key=lambda entity: entity.get("start") or 0)
    ways = entities_of(heard, "shipping")
    if counts:
        reading.take("volume", counts[0]["value"], words_of(heard, counts[0]))
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
    words = " ".join(words_of(heard, way) for way in ways)
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
            reading.take("timeline", any_day() | {"is_implied": True}, words)
    elif wanted:
        reading.take("shipping", shipping_value(wanted[0]["value"]["service"], frozenset()), words)


def _part(counts: list[Json], wanted: list[Json]) -> tuple[int, int] | None:
    """Total and first part's pieces, when a smaller count goes a way of its own."""
    if len(counts) != 2 or not wanted:
        return None
    sizes = [int(entity["value"].get("max") or entity["value"].get("min") or 0) for entity in counts]
    return (max(sizes), min(sizes)) if 0 < min(sizes) < max(sizes) else None
