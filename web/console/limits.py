"""How often somebody may try to sign in, and how many passwords are checked at once."""

from __future__ import annotations

from typing import Final

from anyio import CapacityLimiter
from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PER_ADDRESS: Final = parse("10/minute"), parse("60/hour")
"""An office shares one address."""
PER_ACCOUNT: Final = (parse("30/hour"),)
"""Slows down guessing one password from many addresses."""
HASHES_AT_ONCE: Final = 2
"""Each takes 64 MB and one core for some 50 ms."""


class SignInLimits:
    """Counts tries in this process."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self.hashing = CapacityLimiter(HASHES_AT_ONCE)

    def admits(self, request: Request, email: str = "") -> bool:
        """False when this address, or somebody for this account, has tried too often; the try is counted."""
        address = request.client.host if request.client else ""
        admitted = self._hit(PER_ADDRESS, "address", address)
        return self._hit(PER_ACCOUNT, "account", email.strip().lower()) and admitted if email else admitted

    def _hit(self, items: tuple[RateLimitItem, ...], kind: str, key: str) -> bool:
        counted = [self._limiter.hit(item, kind, key) for item in items]
        return all(counted)
