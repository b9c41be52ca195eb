"""Leads on their way to sales: written with the conversation in one transaction, delivered until they arrive."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import uuid4
from zoneinfo import ZoneInfo

from viable.domain import values
from viable.domain.conversation import Conversation, Json, Offer, State
from viable.domain.errors import BadInput, ViableError
from viable.domain.lead import Attempt, HandOff, Lead
from viable.ports import Crm, Store, Transaction
from viable.services.calls import Call
from viable.services.traced import traced

FIRST_RETRY = timedelta(seconds=2)
LONGEST_RETRY = timedelta(minutes=10)
FOR_THE_LAST_REPLY = timedelta(seconds=10)
"""How long a delivery waits for the turn that made the lead to be complete."""

log = logging.getLogger(__name__)

type Encode = Callable[[object], Any]


class Notices(Protocol):
    """Texts that the delivery tells the prospect."""

    def notice(self, code: str, language: str, **typed: Json) -> str: ...


def write_lead(
    tx: Transaction, conversation: Conversation, call: Call | None, now: datetime, encode: Encode
) -> Lead:
    """The conversation's lead is in the store with a queued hand-off; a second time, it is brought up to date."""
    state = conversation.state
    earlier = tx.leads.of_conversation(conversation.id)
    known = {topic: answer for topic, answer in state.answers.items() if _may_tell(topic, state)}
    lead = Lead(
        id=earlier.id if earlier else uuid4().hex,
        reference=earlier.reference if earlier else tx.leads.next_reference(),
        conversation_id=conversation.id,
        created_at=earlier.created_at if earlier else now,
        verdict=_verdict(conversation),
        wants=state.wants,
        language=state.language,
        contact=known["contact"].value if "contact" in known else {},
        answers={topic: encode(answer) for topic, answer in known.items()},
        history=[encode(a) for a in tx.conversations.history(conversation.id) if _may_tell(a.topic, state)],
        assessment=state.assessment or {},
        offered=_offered(conversation, encode),
        consent=state.consent or {},
        source=asdict(conversation.source),
        rep=(earlier.rep if earlier else "") or (call.rep if call else ""),
        updated_at=now if earlier else None,
    )
    if earlier is not None:
        tx.leads.save(lead)
        tx.leads.save_hand_off(_again(tx.leads.hand_off(lead.id), call, now))
        return lead
    tx.leads.add(
        lead, HandOff(uuid4().hex, lead.id, "queued", now, promised_call_by=call.by if call else None)
    )
    return lead


def _may_tell(topic: str, state: State) -> bool:
    """Who somebody is goes to nobody without their consent, not even when the machine has given up."""
    return topic != "contact" or state.consent is not None


def _again(hand_off: HandOff, call: Call | None, now: datetime) -> HandOff:
    """The hand-off of a lead that has changed: on its way again, unless a rep is at it already."""
    if hand_off.promised_call_by is None and call is not None:
        # Given up by the machine before: reachable, and so on the clock, from now on.
        hand_off = replace(hand_off, promised_call_by=call.by, created_at=now, delivered_at=None)
    if hand_off.state in ("delivered", "failed"):
        return replace(hand_off, state="queued", due_at=None)
    return hand_off


def _verdict(conversation: Conversation) -> str:
    state = conversation.state
    if state.wants == "person" or state.is_existing_customer:
        return "needs_person"
    return (state.assessment or {}).get("verdict") or "needs_person"


def _offered(conversation: Conversation, encode: Encode) -> list[Json]:
    def rows(offers: Sequence[Offer], outcome: str) -> list[Json]:
        return [encode(offer) | {"outcome": outcome} for offer in offers if offer.request is not None]

    state = conversation.state
    return [*rows(state.declined, "declined"), *rows(state.taken, "accepted"), *rows(state.offers, "open")]


class Delivery:
    """Takes queued hand-offs to the CRM, at least once each; the CRM knows a lead that comes twice."""

    def __init__(self, store: Store, crm: Crm, notices: Notices, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._crm = crm
        self._notices = notices
        self._clock = clock
        self.on_change: Callable[[str], None] = lambda _: None
        """Called with the conversation's id when the prospect has been told that the lead arrived."""

    def run(self, limit: int = 50) -> int:
        """Every hand-off that is due has been tried once; the number that arrived."""
        with self._store.read() as tx:
            due = tx.leads.due_hand_offs(self._clock(), limit)
        return sum(self._deliver(hand_off) for hand_off in due)

    def _deliver(self, hand_off: HandOff) -> bool:
        started = self._clock()
        with self._store.read() as tx:
            lead = tx.leads.get(hand_off.lead_id)
            is_turn_open = bool(tx.conversations.pending(lead.conversation_id))
            transcript = tx.conversations.items(lead.conversation_id)
        if is_turn_open and started - hand_off.created_at < FOR_THE_LAST_REPLY:
            return False
        try:
            crm_id = self._crm.upsert_lead(lead, transcript)
        except Exception as failure:  # noqa: BLE001 - one lead that breaks must not keep the others back
            self._failed(hand_off, started, failure)
            return False
        self._arrived(hand_off, lead, crm_id, started)
        return True

    def _arrived(self, hand_off: HandOff, lead: Lead, crm_id: str, started: datetime) -> None:
        now = self._clock()
        is_first = hand_off.delivered_at is None
        with self._store.write() as tx:
            if tx.leads.hand_off(lead.id) != hand_off:
                return  # another process delivered it, or a rep is at it already
            is_newest = tx.leads.get(lead.id).updated_at == lead.updated_at
            tx.leads.add_attempt(Attempt(hand_off.id, started, _milliseconds(now - started)))
            tx.leads.save_hand_off(
                replace(
                    hand_off,
                    state="delivered" if is_newest else "queued",
                    attempts=hand_off.attempts + 1,
                    delivered_at=hand_off.delivered_at or now,
                    crm_id=crm_id,
                    due_at=None,
                )
            )
            if is_first:
                zone = ZoneInfo(tx.conversations.get(lead.conversation_id).timezone)
                text = self._sent(hand_off, lead, zone)
                tx.conversations.add_item(lead.conversation_id, "notice", text, now)
        self.on_change(lead.conversation_id)

    def _sent(self, hand_off: HandOff, lead: Lead, zone: ZoneInfo) -> str:
        reference = values.text(lead.reference)
        if lead.rep and hand_off.promised_call_by and lead.wants != "notice":
            by = values.moment(hand_off.promised_call_by.astimezone(zone))
            return self._notices.notice(
                "sent", lead.language, reference=reference, rep=values.text(lead.rep), call_by=by
            )
        return self._notices.notice("sent_plain", lead.language, reference=reference)

    def _failed(self, hand_off: HandOff, started: datetime, failure: Exception) -> None:
        now = self._clock()
        tried = hand_off.attempts + 1
        is_permanent = isinstance(failure, BadInput)
        why = str(failure) if isinstance(failure, ViableError) else traced(failure)
        log.warning("hand-off %s failed (try %d): %s", hand_off.id, tried, why)
        with self._store.write() as tx:
            if tx.leads.hand_off(hand_off.lead_id) != hand_off:
                return  # it arrived in another way meanwhile
            tx.leads.add_attempt(Attempt(hand_off.id, started, _milliseconds(now - started), why))
            tx.leads.save_hand_off(
                replace(
                    hand_off,
                    state="failed" if is_permanent else "queued",
                    attempts=tried,
                    due_at=now + min(FIRST_RETRY * 2 ** min(tried - 1, 10), LONGEST_RETRY),
                )
            )


def _milliseconds(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)
