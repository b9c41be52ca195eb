"""Who is signed in: a signed cookie, and a token that every form must carry."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.responses import Response

from viable.domain.staff import Account
from viable.services.staff import StaffAccounts
from web.console.sight import SIGHTS, Sight
from web.secret import derive_key

COOKIE: Final = "viable_staff"
LIFETIME_SECONDS: Final = 12 * 3600


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A signed-in colleague; ``csrf`` is bound to this session alone."""

    account: Account
    csrf: str

    @property
    def sight(self) -> Sight:
        return SIGHTS[self.account.role]


class StaffSessions:
    """Makes and reads the session cookie."""

    def __init__(self, accounts: StaffAccounts, secret: bytes, *, is_https: bool) -> None:
        self._accounts = accounts
        self._signer = URLSafeTimedSerializer(derive_key(secret, "staff sessions"), salt="staff")
        self._csrf_key = derive_key(secret, "staff forms")
        self._is_https = is_https

    def start(self, response: Response, account: Account) -> None:
        """The browser is signed in as ``account``."""
        value = self._signer.dumps(
            {"id": account.id, "epoch": account.session_epoch, "nonce": secrets.token_urlsafe(12)}
        )
        response.set_cookie(
            COOKIE,
            value,
            max_age=LIFETIME_SECONDS,
            path="/console",
            httponly=True,
            samesite="lax",
            secure=self._is_https,
        )

    def end(self, response: Response) -> None:
        """The browser forgets its session."""
        response.delete_cookie(COOKIE, path="/console", httponly=True, samesite="lax", secure=self._is_https)

    def read(self, request: Request) -> StaffSession | None:
        """The session of a request; None when there is none that still holds."""
        value = request.cookies.get(COOKIE, "")
        try:
            found = self._signer.loads(value, max_age=LIFETIME_SECONDS)
        except BadSignature:
            return None
        account = self._accounts.get(found["id"])
        if account is None or account.session_epoch != found["epoch"]:
            return None
        return StaffSession(account, self._csrf(value))

    def is_own_form(self, session: StaffSession, token: str) -> bool:
        """True when a form came from one of our pages in this session."""
        return hmac.compare_digest(session.csrf.encode(), token.encode())

    def _csrf(self, cookie: str) -> str:
        return hmac.new(self._csrf_key, cookie.encode(), "sha256").hexdigest()
