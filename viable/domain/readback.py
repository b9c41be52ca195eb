"""Answers as short typed values, for the line that reads them back and the summary card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from viable.domain import values
from viable.domain.conversation import TOPICS, Answer, Change, Json
from viable.domain.money import Money

LEFT_OUT = ("contact",)
"""Topics that are not read back, since they are private."""


def summary(answers: Sequence[Answer]) -> list[Json]:
    """One value per answer, in the order of ``TOPICS``."""
    by_topic = {answer.topic: answer for answer in answers}
    lines = [line_of(by_topic[topic]) for topic in TOPICS if topic in by_topic and topic not in LEFT_OUT]
    return [line for line in lines if line is not None]


def change_of(change: Change) -> Json | None:
    """ "new (before old)", or only the new one when the old says nothing."""
    new = None if change.new.value.get("is_implied") else line_of(change.new)
    old = None if change.old is None else line_of(change.old)
    if new is None or new == old:
        return None
    return new if old is None or change.new.topic == "shipping" else values.filled("change", new=new, old=old)


def line_of(answer: Answer) -> Json | None:
    """The answer in a word or two; None for what needs no reading back."""
    read = LINES.get(answer.topic)
    return None if read is None else read(answer.value)


def _need(value: Json) -> Json | None:
    return values.family(value["family"]) if value.get("family") else None


def _level(value: Json) -> Json | None:
    return values.term("level", value["level"]) if value.get("level") else None


def _span(value: Json) -> list[Decimal]:
    sides = (value.get("min"), value.get("max"))
    return list(dict.fromkeys(Decimal(str(side)) for side in sides if side is not None))


def _volume(value: Json) -> Json | None:
    counts = [
        values.number(count.normalize() if count % 1 else count.to_integral()) for count in _span(value)
    ]
    if not counts:
        return None
    count = counts[0] if len(counts) == 1 else values.filled("span", low=counts[0], high=counts[1])
    unit = value.get("unit")
    if unit not in (None, "piece"):
        count = values.filled("quantity", count=count, unit=values.term("unit", unit))
    if value.get("per"):
        count = values.filled("per", amount=count, period=values.term("period", value["per"]))
    return count


def _timeline(value: Json) -> Json:
    if value.get("latest"):
        return values.day(date.fromisoformat(value["latest"]))
    if value.get("asap"):
        return values.term("timeline", "asap")
    if value.get("earliest"):
        return values.filled("from_day", day=values.day(date.fromisoformat(value["earliest"])))
    return values.term("timeline", "flexible")


def _place(value: Json) -> Json | None:
    """A place that has yet to be asked about is not read back as if it were known."""
    is_settled = value.get("is_given_up") or value.get("is_chosen")
    is_open = bool(value.get("candidates")) or value.get("country") is None
    return values.text(value["name"]) if is_settled or not is_open else None


def _budget(value: Json) -> Json:
    if value.get("open"):
        return values.term("budget", "open")
    currency = value.get("currency") or "EUR"
    amounts = [values.money(Money(amount, currency)) for amount in _span(value)]
    amount = amounts[0] if len(amounts) == 1 else values.filled("span", low=amounts[0], high=amounts[1])
    if value.get("per"):
        amount = values.filled("per", amount=amount, period=values.term("period", value["per"]))
    return amount


def _basis(value: Json) -> Json | None:
    if value.get("is_open"):
        return None
    said = [basis for basis in ("transport", "tax") if value.get(basis)]
    left_out = [basis for basis in ("transport", "tax") if value.get(basis) is False]
    if not said and len(left_out) == 1:
        return values.term("basis", f"no_{left_out[0]}")
    return values.term("basis", "_and_".join(said) or "goods")


def _shipping(value: Json) -> Json | None:
    parts = [
        values.filled(
            "part_wish",
            quantity=values.number(part["quantity"]),
            service=values.term("service", part.get("service") or "any"),
        )
        for part in value.get("parts", ())
    ]
    if parts:
        return values.listing(parts, "and")
    if value.get("service"):
        return values.term("service", value["service"])
    refused = [values.term("way", service) for service in value.get("excluded", ())]
    return values.filled("without", services=values.listing(refused, "and")) if refused else None


LINES: dict[str, Callable[[Json], Json | None]] = {
    "need": _need,
    "volume": _volume,
    "customization": _level,
    "size": lambda value: values.term("size", value["size"]),
    "location": _place,
    "timeline": _timeline,
    "budget": _budget,
    "budget_includes": _basis,
    "authority": lambda value: values.term("authority", value["role"]),
    "shipping": _shipping,
}
