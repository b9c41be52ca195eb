"""News of a conversation as they come, for server-sent events.

The store is asked, so that news written by any process is seen: often while an answer is being worked on,
now and then when nothing happens. A message taken by this process wakes the feed at once.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from typing import Final

from anyio import to_thread

from web.chat.service import ChatService
from web.chat.wire import Page, State

FIRST_THINKING_SECONDS: Final = 0.015
LONGEST_THINKING_SECONDS: Final = 1.0
FIRST_IDLE_SECONDS: Final = 1.0
LONGEST_IDLE_SECONDS: Final = 8.0
SLOWER: Final = 1.25
HEARTBEAT_SECONDS: Final = 15.0
LONGEST_SECONDS: Final = 600.0


class Wakeups:
    """Feeds that wait, by conversation. Belongs to one event loop; ``wake`` may be called from any thread."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    @contextmanager
    def registered(self, conversation_id: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever this conversation is woken."""
        self._loop = asyncio.get_running_loop()
        event = asyncio.Event()
        self._waiting[conversation_id].add(event)
        try:
            yield event
        finally:
            self._waiting[conversation_id].discard(event)
            if not self._waiting[conversation_id]:
                del self._waiting[conversation_id]

    def wake(self, conversation_id: str) -> None:
        """Feeds of this conversation look again at once."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._set, conversation_id)

    def _set(self, conversation_id: str) -> None:
        for event in self._waiting.get(conversation_id, ()):
            event.set()


class Feed:
    """Follows conversations for browsers that listen."""

    def __init__(self, service: ChatService, wakeups: Wakeups) -> None:
        self._service = service
        self._wakeups = wakeups

    async def follow(self, conversation_id: str, after: int) -> AsyncGenerator[str]:
        """Server-sent events with ``Page`` as data, ``seq`` as id; ends after some minutes: ask again."""
        ends_at = time.monotonic() + LONGEST_SECONDS
        said_at, seen, rests = 0.0, None, 0
        with self._wakeups.registered(conversation_id) as woken:
            while (now := time.monotonic()) < ends_at:
                woken.clear()
                page = await self._page(conversation_id, after)
                if page.items or page.state != seen:
                    after, seen = max([after, *(item.seq for item in page.items)]), page.state
                    said_at, rests = now, 0
                    yield f"id: {after}\nevent: page\ndata: {page.model_dump_json()}\n\n"
                elif now - said_at > HEARTBEAT_SECONDS:
                    said_at = now
                    yield ": still here\n\n"
                rests = 0 if await _woken_during(woken, _rest(page.state, rests)) else rests + 1

    async def _page(self, conversation_id: str, after: int) -> Page:
        return Page.of(await to_thread.run_sync(self._service.items, conversation_id, after))


def _rest(state: State, rests: int) -> float:
    """Seconds until the next look, longer after each look that saw nothing new."""
    if state.is_thinking:
        first, longest = FIRST_THINKING_SECONDS, LONGEST_THINKING_SECONDS
    else:
        first, longest = FIRST_IDLE_SECONDS, LONGEST_IDLE_SECONDS
    return min(first * SLOWER ** min(rests, 20), longest)


async def _woken_during(event: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
    return True
