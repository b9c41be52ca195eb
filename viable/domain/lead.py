"""Leads and hand-offs, as the store keeps them and reps see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from viable.domain.conversation import Json

HandOffState = Literal["queued", "delivered", "failed", "accepted", "contacted", "rejected"]


@dataclass(frozen=True, slots=True)
class Lead:
    """A prospect handed to sales, with everything a rep and an auditor need.

    Attributes:
        reference: short and speakable, such as "V-1047"; the prospect gets it too.
        verdict: qualified, deferred, not_qualified or needs_person.
        wants: "estimate", "person" or "notice" (waiting list).
        contact: name, company, email, phone (may be missing).
        answers: topic → value and words, newest.
        history: every answer ever given, oldest first.
        assessment: reasons, rule ids, evidence, playbook version, as-of times.
        offered: counter-offers shown, with which was taken or declined.
        consent: exact text, language, time.
    """

    id: str
    reference: str
    conversation_id: str
    created_at: datetime
    verdict: str
    wants: str
    language: str
    contact: Json
    answers: Json
    history: list[Json]
    assessment: Json
    offered: list[Json]
    consent: Json
    source: Json
    rep: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HandOff:
    """A lead's way to the CRM: queued, delivered, then accepted, contacted or rejected."""

    id: str
    lead_id: str
    state: HandOffState
    created_at: datetime
    attempts: int = 0
    due_at: datetime | None = None
    delivered_at: datetime | None = None
    crm_id: str = ""
    promised_call_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at delivering a hand-off; ``error`` is empty when it worked."""

    hand_off_id: str
    at: datetime
    latency_ms: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class CrmLead:
    """A lead as the built-in CRM shows it, with what reps did about it.

    Attributes:
        status: new, accepted, contacted or rejected.
        log: what was done, oldest first: ``{"at", "by", "did", "note"}``.
    """

    id: str
    external_id: str
    received_at: datetime
    status: str = "new"
    reason: str = ""
    note: str = ""
    log: list[Json] = field(default_factory=list)
    lead: Lead | None = None
