"""What reps see and do: leads newest first, one lead with everything, and what was done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from viable.domain.conversation import Item, Json
from viable.domain.errors import BadInput
from viable.domain.lead import Attempt, CrmLead, HandOff
from viable.ports import Store


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
        """The lead is somebody's."""
        self._move(crm_id, by, "accepted", "accepted")

    def contacted(self, crm_id: str, by: str) -> None:
        """The prospect has been spoken to; the clock has stopped."""
        self._move(crm_id, by, "contacted", "contacted")

    def reject(self, crm_id: str, by: str, reason: str, note: str = "") -> None:
        """The lead is rejected for a reason of the closed list, and its hold released.

        Raises BadInput for another reason, or "other" without a note.
        """
        if reason not in self._reasons():
            raise BadInput(f"{reason!r} is not a reason of the closed list")
        if reason == "other" and not note.strip():
            raise BadInput("“other” needs a few words: what was wrong with this lead?")
        self._move(crm_id, by, "rejected", "rejected", reason, note.strip())

    def _move(self, crm_id: str, by: str, status: str, did: str, reason: str = "", note: str = "") -> None:
        now = self._clock()
        line: Json = {"at": now.isoformat(), "by": by, "did": did, "reason": reason, "note": note}
        with self._store.write() as tx:
            record = tx.crm.get(crm_id)
            tx.crm.save(replace(record, status=status, reason=reason, note=note, log=[*record.log, line]))
            hand_off = tx.leads.hand_off(record.external_id)
            tx.leads.save_hand_off(replace(hand_off, state=status))  # type: ignore[arg-type]  # checked by callers
            if status == "rejected":
                tx.loads.release_hold(record.external_id)
