"""People behind the sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Role = Literal["admin", "sales", "operations", "marketing"]


@dataclass(frozen=True, slots=True)
class Account:
    """A member of staff; ``password_hash`` is argon2, "" until a password is set.

    ``session_epoch`` goes up whenever all their sessions must end.
    """

    id: str
    email: str
    name: str
    role: Role
    password_hash: str = ""
    created_at: datetime | None = None
    is_disabled: bool = False
    session_epoch: int = 0


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key with which another system speaks for an account; only its SHA-256 is stored."""

    key_hash: str
    account_id: str
    created_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignInLink:
    """A one-time link; only the token's SHA-256 is stored."""

    token_hash: str
    account_id: str
    expires_at: datetime
