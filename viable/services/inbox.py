"""What reps see and do: leads newest first, one lead with everything, and what was done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from viable.domain.conversation import Item, Json
from viable.domain.errors import BadInput, Conflict
from viable.domain.lead import Attempt, CrmLead, HandOff
from viable.domain.reasons import ReasonCode
from viable.ports import Store

Move = Literal["accepted", "contacted", "rejected"]

MOVES: Final[dict[Move, frozenset[str]]] = {
    "accepted": frozenset({"new"}),
    "contacted": frozenset({"new", "accepted"}),
    "rejected": frozenset({"new", "accepted", "contacted"}),
}
"""What a rep may do, and the statuses in which it makes sense."""

NEED_A_NOTE: Final = frozenset({ReasonCode.OTHER, ReasonCode.MISREAD})
"""Reasons that say nothing by themselves: what was wrong, which answer was misread."""

LONGEST_NOTE: Final = 2000


@dataclass(frozen=True, slots=True)
class LeadFile:
    """One lead with all that belongs to it; transcript and attempts oldest first."""

    record: CrmLead
    hand_off: HandOff
    transcript: Sequence[Item]
    attempts: Sequence[Attempt]


class Inbox:
    """The built-in CRM's pages go through here."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], reasons: Callable[[], frozenset[str]]
    ) -> None:
        self._store = store
        self._clock = clock
        self._reasons = reasons

    def newest(self, limit: int = 200) -> list[CrmLead]:
        """Newest first."""
        with self._store.read() as tx:
            return tx.crm.newest(limit)

    def open(self, crm_id: str) -> LeadFile:
        """The lead's file; raises NotFound."""
        with self._store.read() as tx:
            record = tx.crm.get(crm_id)
            hand_off = tx.leads.hand_off(record.external_id)
            conversation_id = record.lead.conversation_id if record.lead else ""
            return LeadFile(
                record,
                hand_off,
                tuple(tx.conversations.items(conversation_id)),
                tuple(tx.leads.attempts(hand_off.id)),
            )

    def accept(self, crm_id: str, by: str) -> None:
        """The lead is somebody's. Raises Conflict when it is not new any more."""
        self._move(crm_id, by, "accepted")

    def contacted(self, crm_id: str, by: str) -> None:
        """The prospect has been spoken to; the clock has stopped. Raises Conflict when it had stopped before."""
        self._move(crm_id, by, "contacted")

    def reject(self, crm_id: str, by: str, reason: str, note: str = "") -> None:
        """The lead is rejected for a reason of the closed list, and its hold released.

        Raises BadInput for another reason, or one that needs a note and has none; Conflict when it was
        rejected before.
        """
        if reason not in self._reasons() or reason == ReasonCode.FIGURES_UNCONFIRMED:
            raise BadInput(f"{reason!r} is not a reason of the closed list")
        if reason in NEED_A_NOTE and not note.strip():
            raise BadInput(f"{reason!r} needs a few words: what was wrong with this lead?")
        self._move(crm_id, by, "rejected", reason, note.strip()[:LONGEST_NOTE])

    def _move(self, crm_id: str, by: str, did: Move, reason: str = "", note: str = "") -> None:
        now = self._clock()
        line: Json = {"at": now.isoformat(), "by": by, "did": did, "reason": reason, "note": note}
        with self._store.write() as tx:
            record = tx.crm.get(crm_id)
            if record.status not in MOVES[did]:
                raise Conflict(f"the lead is {record.status} already")
            tx.crm.save(replace(record, status=did, reason=reason, note=note, log=[*record.log, line]))
            hand_off = tx.leads.hand_off(record.external_id)
            tx.leads.save_hand_off(replace(hand_off, state=did))
            if did == "rejected":
                tx.loads.release_hold(record.external_id)
