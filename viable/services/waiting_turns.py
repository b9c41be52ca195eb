"""Conversations that wait for a free thread: each at most once, however often it is started."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from viable.services.traced import traced

log = logging.getLogger(__name__)


class WaitingTurns:
    """Starts a conversation's turns in the pool; a burst or a slow Rasa cannot make the queue longer than the list."""

    def __init__(self, submit: Callable[[Callable[[], None]], object], run: Callable[[str], None]) -> None:
        self._submit = submit
        self._run = run
        self._lock = threading.Lock()
        self._waiting: set[str] = set()

    def start(self, conversation_id: str) -> None:
        """The conversation's turns will run; nothing is added when they wait for a thread already."""
        with self._lock:
            if conversation_id in self._waiting:
                return
            self._waiting.add(conversation_id)
        self._submit(lambda: self._begin(conversation_id))

    def _begin(self, conversation_id: str) -> None:
        # No longer waiting before it looks at the store: what arrives from now on starts it again.
        with self._lock:
            self._waiting.discard(conversation_id)
        try:
            self._run(conversation_id)
        except Exception as failure:  # noqa: BLE001 - a thread of the pool would swallow it; the sweep tries again
            log.error("turns broke off, to be tried again: %s", traced(failure))  # noqa: TRY400 - see traced()
