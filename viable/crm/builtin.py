"""The built-in CRM: records in the store itself, shown by the staff console."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from viable.domain.conversation import Item
from viable.domain.lead import Lead
from viable.ports import Store


class BuiltInCrm:
    """See ``viable.ports.Crm``; it reads the transcript where the conversation keeps it."""

    name = "built-in"

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def upsert_lead(self, lead: Lead, transcript: Sequence[Item]) -> str:
        """Id of the record for this lead."""
        del transcript
        with self._store.write() as tx:
            return tx.crm.upsert(lead.id, self._clock())
