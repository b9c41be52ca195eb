"""Rasa's memory of conversations, kept small: the store behind `viable/` owns them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


class RecentTurns(TrackerStore):
    """Keeps the last few turns of the conversations used last, in this process's memory."""

    def __init__(
        self,
        domain: Domain,
        event_broker: EventBroker | None = None,
        max_conversations: int = 500,
        max_turns: int = 2,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self._max_conversations = int(max_conversations)
        self._max_turns = int(max_turns)
        self._events: OrderedDict[str, list[Event]] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """The tracker's last turns are kept, and the conversation unused for longest is forgotten if need be."""
        await self.stream_events(tracker)
        self._events[tracker.sender_id] = self._last_turns(list(tracker.events))
        self._events.move_to_end(tracker.sender_id)
        while len(self._events) > self._max_conversations:
            self._events.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as far as it is remembered, or None."""
        events = self._events.get(sender_id)
        if events is None:
            return None
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots, domain=self.domain)

    async def keys(self) -> Iterable[str]:
        """Ids of the remembered conversations, the one used last at the end."""
        return list(self._events)

    def _last_turns(self, events: list[Event]) -> list[Event]:
        starts = [at for at, event in enumerate(events) if isinstance(event, UserUttered)]
        if len(starts) <= self._max_turns:
            return events
        return events[max(starts[-self._max_turns] - 1, 0) :]  # with the action_listen before it
