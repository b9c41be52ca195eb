"""How much one visitor, and one address, may ask of the chat."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Literal

from limits import RateLimitItem, parse_many
from limits.storage import Storage, storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

LISTENER_WAIT_SECONDS = 5

type Activity = Literal["open", "send", "read"]


class TooFast(Exception):
    """Somebody asks too often; ``retry_after`` is in whole seconds, at least one."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(f"again in {retry_after} s")


@dataclass(frozen=True, slots=True)
class Allowance:
    """Rates in the notation of ``limits``, such as ``"20/minute;200/hour"``.

    A whole office may share one address, so addresses get more than sessions.
    """

    open_per_address: str = "20/minute;120/hour"
    send_per_session: str = "20/minute;300/hour"
    send_per_address: str = "120/minute;1500/hour"
    read_per_address: str = "1200/minute"
    listeners_per_address: int = 60


class Gate:
    """Counts and refuses.

    Args:
        allowance: the rates.
        storage: ``memory://`` for one process, ``redis://…`` for several.
    """

    def __init__(self, allowance: Allowance, storage: str = "memory://") -> None:
        kept = storage_from_string(storage)
        assert isinstance(kept, Storage)
        self._limiter = SlidingWindowCounterRateLimiter(kept)
        self._per_address = {
            "open": parse_many(allowance.open_per_address),
            "send": parse_many(allowance.send_per_address),
            "read": parse_many(allowance.read_per_address),
        }
        self._per_session = parse_many(allowance.send_per_session)
        self._most_listeners = allowance.listeners_per_address
        self._listeners: Counter[str] = Counter()

    def admit(self, activity: Activity, address: str, session: str | None = None) -> None:
        """This request is counted; raises TooFast, and then it is not."""
        checks: list[tuple[RateLimitItem, tuple[str, str]]] = [
            (item, (activity, address)) for item in self._per_address[activity]
        ]
        if session is not None:
            checks += [(item, ("session", session)) for item in self._per_session]
        for item, key in checks:
            if not self._limiter.test(item, *key):
                raise TooFast(self._wait(item, key))
        for item, key in checks:
            self._limiter.hit(item, *key)

    @contextmanager
    def listening(self, address: str) -> Iterator[None]:
        """One more browser at this address holds a connection open; raises TooFast: it may ask again and again."""
        if self._listeners[address] >= self._most_listeners:
            raise TooFast(LISTENER_WAIT_SECONDS)
        self._listeners[address] += 1
        try:
            yield
        finally:
            self._listeners[address] -= 1
            if not self._listeners[address]:
                del self._listeners[address]

    def _wait(self, item: RateLimitItem, key: tuple[str, str]) -> int:
        reset_time = self._limiter.get_window_stats(item, *key).reset_time
        return max(1, ceil(reset_time - time.time()))
