"""Sessions of the public chat: sealed tokens that name a conversation without showing its id.

A token is encrypted and authenticated (Fernet), carries its time, and is bound to the origin of the
page that opened it: taken to another site it opens nothing. It is fresh for two hours; for two weeks
after its issue it can still be exchanged for a new one, so that a prospect finds the chat again.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from cryptography.fernet import Fernet, InvalidToken

FRESH: Final = timedelta(hours=2)
RENEWABLE: Final = timedelta(days=14)

type Refusal = Literal["session_expired", "session_unknown"]


class SessionRefused(Exception):
    """This token opens nothing; ``code`` says whether a renewal may help."""

    def __init__(self, code: Refusal) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Session:
    """A visitor's right to one conversation, from pages of one origin."""

    conversation_id: str
    origin: str


class Sessions:
    """Issues, opens and renews session tokens.

    Args:
        key: 32 bytes.
        clock: seconds since the epoch.
    """

    def __init__(self, key: bytes, clock: Callable[[], float]) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(key))
        self._clock = clock

    def issue(self, session: Session) -> str:
        """A fresh token for this session."""
        content = json.dumps([session.conversation_id, session.origin]).encode()
        return self._fernet.encrypt_at_time(content, int(self._clock())).decode()

    def open(self, token: str, origin: str) -> Session:
        """The session of a fresh token; raises SessionRefused."""
        return self._open(token, origin, FRESH)

    def renew(self, token: str, origin: str) -> str:
        """A fresh token in exchange for one that may have expired; raises SessionRefused."""
        return self.issue(self._open(token, origin, RENEWABLE))

    def _open(self, token: str, origin: str, lifetime: timedelta) -> Session:
        try:
            issued_at = self._fernet.extract_timestamp(token)
            content = self._fernet.decrypt(token)
        except (InvalidToken, ValueError):
            raise SessionRefused("session_unknown") from None
        conversation_id, bound_to = json.loads(content)
        if bound_to != origin:
            raise SessionRefused("session_unknown")
        if self._clock() - issued_at > lifetime.total_seconds():
            raise SessionRefused("session_expired")
        return Session(conversation_id, bound_to)
