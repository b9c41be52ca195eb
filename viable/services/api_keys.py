"""Keys with which other systems speak for a member of staff."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Final

from viable.domain.errors import NotFound
from viable.domain.staff import Account, ApiKey
from viable.ports import Store, Transaction

PREFIX: Final = "viable_"
"""By which secret scanners, and people, know what they have before them."""


class ApiKeys:
    """Makes, recognises and revokes keys; of a key only its SHA-256 is kept."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def make(self, email: str) -> str:
        """A new key of the account with this address, told this once; raises NotFound when there is none."""
        key = PREFIX + secrets.token_urlsafe(32)
        with self._store.write() as tx:
            account = _account(tx, email)
            tx.api_keys.add(ApiKey(_digest(key), account.id, self._clock()))
        return key

    def revoke(self, email: str) -> int:
        """The number of keys of this account, none of which opens anything any more; raises NotFound."""
        with self._store.write() as tx:
            return tx.api_keys.revoke(_account(tx, email).id, self._clock())

    def holder(self, key: str) -> Account | None:
        """Whose key this is; None when unknown or revoked, or when the account is disabled."""
        if not key.startswith(PREFIX):
            return None
        with self._store.read() as tx:
            return tx.api_keys.holder(_digest(key))


def _account(tx: Transaction, email: str) -> Account:
    account = tx.staff.by_email(email)
    if account is None or account.is_disabled:
        raise NotFound(f"nobody here has the address {email}")
    return account


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
