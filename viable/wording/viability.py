"""What was found viable or not: as JSON for machines and as lines for people, with nothing that a prospect may not know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from string import ascii_uppercase
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from viable.domain import values
from viable.domain.conversation import Json, Say
from viable.domain.counter_offers import CounterOffer
from viable.domain.money import Money
from viable.domain.reasons import DateRange, Reason
from viable.domain.verdict import Condition, DeliveryPromise
from viable.services.viability import Viability
from viable.wording.responses import Sentences


class Told(BaseModel):
    """Part of an answer."""

    model_config = ConfigDict(from_attributes=True)


class Amount(Told):
    """Money: a decimal as text, and ISO 4217."""

    amount: str
    currency: str


class Days(Told):
    """From one day to another, both included."""

    earliest: date
    latest: date


class ReasonTold(Told):
    """Why not; `rule` is the row of the playbook that says so, `text` what the chat would say."""

    code: str
    verdict: str
    rule: str
    text: str
    evidence: dict[str, Any]


class Delivery(Told):
    """One delivery of the order."""

    quantity: int
    service: str
    delivery: Days
    transport: Amount


class Promised(Told):
    """When; an estimate under the conditions beside it."""

    ready: Days
    delivery: Days
    quantity_by_deadline: int | None
    deliveries: list[Delivery]


class OfferTold(Told):
    """A change that would work; `changes` names the answers that differ."""

    kind: str
    changes: list[str]
    text: str
    quantity: int | None
    by: date | None
    evidence: dict[str, Any]


class Answer(Told):
    """What Viable makes of an inquiry, on figures that were last told at `as_of`."""

    verdict: str | None = Field(
        description="qualified, deferred, not_qualified, needs_person; null while answers are missing"
    )
    missing: list[str] = Field(description="what still has to be asked, in order")
    reasons: list[ReasonTold] = Field(description="worst first")
    promise: Promised | None
    order_value: Amount | None = Field(description="goods, without transport and tax")
    transport: Amount | None = Field(description="what is charged for transport")
    total: Amount | None = Field(description="goods and transport, without tax")
    conditions: list[str]
    counter_offers: list[OfferTold]
    as_of: datetime
    playbook_version: str


def answer_of(found: Viability, sentences: Sentences, language: str) -> Answer:
    """The answer with its sentences in one language."""
    assessment = found.assessment
    return Answer(
        verdict=assessment.verdict,
        missing=list(assessment.missing),
        reasons=[_reason(reason, sentences, language) for reason in assessment.reasons],
        promise=_promised(assessment.promise),
        order_value=_amount(assessment.order_value),
        transport=_amount(assessment.logistics.charged if assessment.logistics else None),
        total=_amount(assessment.total),
        conditions=[_condition(each, sentences, language) for each in assessment.conditions],
        counter_offers=[_offer(n, each, sentences, language) for n, each in enumerate(found.offers)],
        as_of=assessment.as_of,
        playbook_version=assessment.playbook_version,
    )


def _reason(reason: Reason, sentences: Sentences, language: str) -> ReasonTold:
    say = Say(f"utter_flag_{reason.say}", values.of_all(reason.evidence))
    return ReasonTold(
        code=reason.code,
        verdict=reason.verdict,
        rule=reason.rule_id,
        text=_plain(sentences.text(say, language)),
        evidence=_evidence(reason.evidence),
    )


def _promised(promise: DeliveryPromise | None) -> Promised | None:
    if promise is None:
        return None
    return Promised(
        ready=_days(promise.ready),
        delivery=_days(promise.delivery),
        quantity_by_deadline=promise.quantity_by_deadline,
        deliveries=[
            Delivery(
                quantity=part.quantity,
                service=part.service,
                delivery=_days(part.delivery),
                transport=Amount(amount=str(part.transport.amount), currency=part.transport.currency),
            )
            for part in promise.parts
        ],
    )


def _condition(condition: Condition, sentences: Sentences, language: str) -> str:
    return _plain(
        sentences.text(Say(f"utter_condition_{condition.say}", values.of_all(condition.evidence)), language)
    )


def _offer(number: int, offer: CounterOffer, sentences: Sentences, language: str) -> OfferTold:
    return OfferTold(
        kind=offer.kind,
        changes=list(offer.changes),
        text=_plain(
            sentences.text(Say(f"utter_{offer.say}", offer_values(offer, ascii_uppercase[number])), language)
        ),
        quantity=offer.request.quantity,
        by=offer.request.deliver_by,
        evidence=_evidence(offer.evidence),
    )


def offer_values(offer: CounterOffer, letter: str) -> Json:
    """The same values for every kind of offer: letter, when, price, and what it is over the budget."""
    typed = values.of_all(offer.evidence) | {"letter": values.text(letter)}
    ready = values.filled("at_factory", ready=typed["ready"]) if "ready" in typed else values.text("")
    over = values.filled("over_budget", gap=typed["gap"]) if "gap" in typed else values.text("")
    price = typed.get("total") or typed.get("order_value") or values.text("")
    return typed | {"when": typed.get("delivery", ready), "price": price, "over_budget": over}


def _evidence(evidence: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, value in evidence.items():
        if isinstance(value, Money):
            told[name] = _amount(value)
        else:
            told[name] = _days(value) if isinstance(value, DateRange) else value
    return told


def _amount(money: Money | None) -> Amount | None:
    return None if money is None else Amount(amount=str(money.amount), currency=money.currency)


def _days(days: DateRange) -> Days:
    return Days(earliest=days.earliest, latest=days.latest)


def _plain(text: str) -> str:
    return text.replace("\xa0", " ")


def lines_of(answer: Answer) -> list[str]:
    """The answer for somebody at a terminal."""
    lines = [f"Verdict: {answer.verdict or 'nothing against it so far'}"]
    lines += [f"  - {reason.text}  [{reason.code}, rule {reason.rule}]" for reason in answer.reasons]
    if answer.missing:
        lines.append(f"Still to ask: {', '.join(answer.missing)}")
    if answer.promise is not None:
        days = answer.promise.delivery
        lines.append(f"There: {days.earliest.isoformat()} to {days.latest.isoformat()}")
        lines += [
            f"  {each.quantity} by {each.service}: {each.delivery.earliest.isoformat()} to "
            f"{each.delivery.latest.isoformat()}, transport {_shown(each.transport)}"
            for each in answer.promise.deliveries
        ]
    if answer.total is not None:
        goods, transport = _shown(answer.order_value), _shown(answer.transport)
        lines.append(f"Total: {_shown(answer.total)} (goods {goods}, transport {transport})")
    lines += [f"  {condition}" for condition in answer.conditions]
    if answer.counter_offers:
        lines += ["What would work:", *(f"  {offer.text}" for offer in answer.counter_offers)]
    return [*lines, f"Capacity as of {answer.as_of.isoformat()}, playbook {answer.playbook_version}."]


def _shown(amount: Amount | None) -> str:
    return "unknown" if amount is None else f"{amount.amount} {amount.currency}"
