"""Answers as a request in the seller's units, and a changed request as answers again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from viable.domain.conversation import Answer, Json
from viable.domain.money import Money
from viable.domain.request import PICKUP, Part, Place, Request

UNKNOWN_COUNTRY = "ZZ"
"""ISO 3166's code for "unknown": a place that was said, but that no table has."""

type ToPieces = Callable[[Json, str], int | None]
"""Volume on the wire and a family's id → pieces; None when its packing data does not tell."""


def request_of(answers: Mapping[str, Answer], to_pieces: ToPieces, currency: str) -> Request:
    """What the answers so far ask for; amounts without a currency are in the given one."""
    values = {topic: answer.value for topic, answer in answers.items()}
    family = values.get("need", {}).get("family")
    volume = values.get("volume", {})
    quantity = to_pieces(volume, family) if volume and family else None
    customization = values.get("customization", {})
    timeline = values.get("timeline", {})
    shipping = values.get("shipping", {})
    includes = values.get("budget_includes", {})
    budget = values.get("budget", {})
    parts = _parts(shipping, quantity)
    return Request(
        family=family,
        is_made=not values.get("need", {}).get("is_not_made", False),
        quantity=quantity,
        customization=customization.get("level"),
        designs=volume.get("designs") or 1,
        size=values.get("size", {}).get("size"),
        place=_place(values.get("location")),
        deliver_by=None if parts else _day(timeline.get("latest")),
        earliest=_day(timeline.get("earliest")),
        asap=bool(timeline.get("asap")),
        is_flexible=bool(timeline.get("flexible")) or bool(parts),
        budget=_budget(budget, quantity, currency),
        is_budget_open=bool(budget.get("open")),
        budget_includes_transport=includes.get("transport"),
        budget_includes_tax=includes.get("tax"),
        authority=values.get("authority", {}).get("role"),
        service=shipping.get("service"),
        excluded_services=frozenset(shipping.get("excluded", ())),
        is_pickup=shipping.get("service") == PICKUP,
        parts=parts,
    )


def _parts(shipping: Json, quantity: int | None) -> tuple[Part, ...]:
    parts = tuple(
        Part(part["quantity"], part.get("service"), _day(part.get("deliver_by")))
        for part in shipping.get("parts", ())
    )
    return parts if sum(part.quantity for part in parts) == quantity else ()


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _place(value: Json | None) -> Place | None:
    if value is None:
        return None
    country = value.get("country")
    if country is None and value.get("is_given_up"):
        country = UNKNOWN_COUNTRY
    if value.get("candidates") and not value.get("is_chosen"):
        country = None
    return Place(value["name"], country, value.get("region"), value.get("postal_code"))


def _budget(value: Json, quantity: int | None, currency: str) -> Money | None:
    highest = value.get("max") or value.get("min")
    if highest is None:
        return None
    amount = Money(Decimal(highest), value.get("currency") or currency)
    if value.get("per") == "piece":
        if quantity is None:
            return None
        amount = amount * quantity
    return amount


def taken_over(old: Request, new: Request) -> dict[str, Json]:
    """The answers that accepting ``new`` instead of ``old`` changes: topic → value on the wire."""
    changed: dict[str, Json] = {}
    if new.quantity != old.quantity and new.quantity is not None:
        changed["volume"] = {"min": new.quantity, "max": new.quantity, "unit": "piece", "per": None}
    if new.customization != old.customization:
        changed["customization"] = {"level": new.customization, "details": ""}
    if new.size != old.size and new.size is not None:
        changed["size"] = {"size": new.size}
    if (new.deliver_by, new.earliest, new.asap, new.is_flexible) != (
        old.deliver_by,
        old.earliest,
        old.asap,
        old.is_flexible,
    ):
        changed["timeline"] = {
            "earliest": new.earliest and new.earliest.isoformat(),
            "latest": new.deliver_by and new.deliver_by.isoformat(),
            "asap": new.asap,
            "flexible": new.is_flexible or new.deliver_by is None,
            "grain": "day",
            "every": None,
        }
    if _way(new) != _way(old):
        changed["shipping"] = shipping_value(
            PICKUP if new.is_pickup else new.service, new.excluded_services, new.parts
        )
    if new.budget != old.budget and new.budget is not None:
        changed["budget"] = {
            "min": None,
            "max": str(new.budget.amount),
            "currency": new.budget.currency,
            "per": None,
        }
    if new.authority != old.authority:
        changed["authority"] = {"role": new.authority}
    return changed


def _way(request: Request) -> tuple[object, ...]:
    return request.service, request.excluded_services, request.is_pickup, request.parts


def shipping_value(service: str | None, excluded: frozenset[str], parts: tuple[Part, ...] = ()) -> Json:
    """A way of delivery as an answer's value."""
    return {
        "service": service,
        "excluded": sorted(excluded),
        "parts": [
            {
                "quantity": part.quantity,
                "service": part.service,
                "deliver_by": part.deliver_by and part.deliver_by.isoformat(),
            }
            for part in parts
        ],
    }
