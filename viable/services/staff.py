"""Who may see the console: accounts, passwords, one-time links."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from email_validator import EmailNotValidError, validate_email

from viable.domain.errors import BadInput, Conflict, NotFound
from viable.domain.staff import Account, Role, SignInLink
from viable.ports import Store

SHORTEST_PASSWORD = 12
LINK_LIVES = timedelta(hours=24)
FIRST_ADMIN = "admin@localhost"


class StaffAccounts:
    """The sign-in's one way to accounts."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def sign_in(self, email: str, password: str) -> Account | None:
        """The account, None when e-mail or password are wrong; both cases take equally long."""
        with self._store.read() as tx:
            account = tx.staff.by_email(email)
        known = account is not None and bool(account.password_hash) and not account.is_disabled
        stored = account.password_hash if account is not None and known else self._nobody
        try:
            self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return None
        return account if known else None

    def get(self, account_id: str) -> Account | None:
        """The account of a session; None when it is gone or disabled."""
        with self._store.read() as tx:
            account = tx.staff.get(account_id)
        return None if account is None or account.is_disabled else account

    def all(self) -> list[Account]:
        """By name."""
        with self._store.read() as tx:
            return tx.staff.all()

    def add(self, email: str, name: str, role: Role) -> str:
        """The token of a one-time link with which the new colleague sets a password.

        Raises BadInput for a wrong e-mail address, Conflict when it has an account already.
        """
        if email != FIRST_ADMIN:
            _require_address(email)
        account = Account(uuid4().hex, email.strip().lower(), name.strip() or email, role, "", self._clock())
        with self._store.write() as tx:
            if tx.staff.by_email(email) is not None:
                raise Conflict(f"{email} has an account already")
            tx.staff.add(account)
        return self.link(account.id)

    def link(self, account_id: str) -> str:
        """The token of a one-time link for an account; only its hash is kept."""
        token = secrets.token_urlsafe(32)
        with self._store.write() as tx:
            if tx.staff.get(account_id) is None:
                raise NotFound("no such account")
            tx.staff.add_link(SignInLink(_digest(token), account_id, self._clock() + LINK_LIVES))
        return token

    def set_password(self, token: str, password: str, name: str = "", email: str = "") -> Account:
        """The account has this password (and name and e-mail, where given); its link is used up, its other sessions ended.

        Raises BadInput when the password is too short, the address is none or the link is not valid any more,
        Conflict when another account has the address.
        """
        if len(password) < SHORTEST_PASSWORD:
            raise BadInput(f"a password needs at least {SHORTEST_PASSWORD} characters")
        address = email.strip().lower()
        if address:
            _require_address(address)
        hashed = self._hasher.hash(password)
        with self._store.write() as tx:
            link = tx.staff.use_link(_digest(token), self._clock())
            account = tx.staff.get(link.account_id) if link else None
            if account is None or account.is_disabled:
                raise BadInput("this link has been used or is too old: ask for a new one")
            owner = tx.staff.by_email(address) if address else None
            if owner is not None and owner.id != account.id:
                raise Conflict(f"{address} has an account already")
            changed = replace(
                account,
                password_hash=hashed,
                name=name.strip() or account.name,
                email=address or account.email,
                session_epoch=account.session_epoch + 1,
            )
            tx.staff.save(changed)
        return changed

    def disable(self, account_id: str) -> None:
        """Nobody signs in with this account any more, and its sessions have ended."""
        with self._store.write() as tx:
            account = tx.staff.get(account_id)
            if account is None:
                raise NotFound("no such account")
            tx.staff.save(replace(account, is_disabled=True, session_epoch=account.session_epoch + 1))

    def first_link(self) -> str | None:
        """A one-time link's token for the admin until somebody has set a password; then None."""
        with self._store.read() as tx:
            accounts = tx.staff.all()
        if any(account.password_hash for account in accounts):
            return None
        admin = next((account for account in accounts if account.role == "admin"), None)
        return self.link(admin.id) if admin else self.add(FIRST_ADMIN, "Admin", "admin")


def _require_address(email: str) -> None:
    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise BadInput(f"{email} is not an e-mail address: {error}") from error


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
