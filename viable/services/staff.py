"""Who may see the console: accounts, passwords, one-time links."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from email_validator import EmailNotValidError, validate_email

from viable.domain.errors import BadInput, Conflict, NotFound
from viable.domain.staff import Account, Role, SignInLink
from viable.ports import Store, Transaction

SHORTEST_PASSWORD: Final = 12
LONGEST_PASSWORD: Final = 1000
LONGEST_NAME: Final = 100
LINK_LIVES: Final = timedelta(hours=24)
FIRST_ADMIN: Final = "admin@localhost"


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
            self._hasher.verify(stored, password[: LONGEST_PASSWORD + 1])
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
        if email != FIRST_ADMIN and not is_address(email):
            raise BadInput(f"{email} is not an e-mail address")
        address = email.strip().lower()
        account = Account(
            uuid4().hex, address, name.strip()[:LONGEST_NAME] or address, role, "", self._clock()
        )
        with self._store.write() as tx:
            if tx.staff.by_email(address) is not None:
                raise Conflict(f"{address} has an account already")
            tx.staff.add(account)
        return self.link(account.id)

    def link(self, account_id: str) -> str:
        """The token of a one-time link for an account, only its hash is kept; earlier links are void.

        Raises NotFound for an account that does not exist or is disabled.
        """
        token = secrets.token_urlsafe(32)
        now = self._clock()
        with self._store.write() as tx:
            account = tx.staff.get(account_id)
            if account is None or account.is_disabled:
                raise NotFound("no such account")
            tx.staff.void_links(account_id, now)
            tx.staff.add_link(SignInLink(_digest(token), account_id, now + LINK_LIVES))
        return token

    def holder(self, token: str) -> Account | None:
        """Whose one-time link this is, the link unused; None when it is not good any more."""
        with self._store.read() as tx:
            link = tx.staff.link(_digest(token), self._clock())
            account = tx.staff.get(link.account_id) if link else None
        return None if account is None or account.is_disabled else account

    def set_password(self, token: str, password: str, name: str = "", email: str = "") -> Account:
        """The account has this password and name; its links are used up and its other sessions ended.

        The e-mail address counts for the first admin only: everybody else has the one they were invited with.
        Raises BadInput when the password is too short or long, the address is none or the link is not valid
        any more, Conflict when another account has the address.
        """
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise BadInput(f"a password needs {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
        holder = self.holder(token)
        if holder is None:
            raise BadInput("this link has been used or is too old: ask for a new one")
        address = email.strip().lower() if holder.email == FIRST_ADMIN else ""
        if address and not is_address(address):
            raise BadInput(f"{address} is not an e-mail address")
        hashed = self._hasher.hash(password)
        with self._store.write() as tx:
            account = self._used_by(tx, token)
            owner = tx.staff.by_email(address) if address else None
            if owner is not None and owner.id != account.id:
                raise Conflict(f"{address} has an account already")
            changed = replace(
                account,
                password_hash=hashed,
                name=name.strip()[:LONGEST_NAME] or account.name,
                email=address or account.email,
                session_epoch=account.session_epoch + 1,
            )
            tx.staff.save(changed)
        return changed

    def _used_by(self, tx: Transaction, token: str) -> Account:
        """The account whose link has just been used up; of two at once, one gets here."""
        link = tx.staff.use_link(_digest(token), self._clock())
        account = tx.staff.get(link.account_id) if link else None
        if account is None or account.is_disabled:
            raise BadInput("this link has been used or is too old: ask for a new one")
        tx.staff.void_links(account.id, self._clock())
        return account

    def end_sessions(self, account_id: str) -> None:
        """Whoever is signed in with this account, in whatever browser, is no longer."""
        with self._store.write() as tx:
            account = tx.staff.get(account_id)
            if account is not None:
                tx.staff.save(replace(account, session_epoch=account.session_epoch + 1))

    def disable(self, account_id: str) -> None:
        """Nobody signs in with this account any more; its sessions have ended and its links are void.

        Raises NotFound when it does not exist, Conflict when nobody could then look after accounts.
        """
        with self._store.write() as tx:
            account = tx.staff.get(account_id)
            if account is None:
                raise NotFound("no such account")
            others = [other for other in tx.staff.all() if other.id != account_id]
            if _runs_accounts(account) and not any(map(_runs_accounts, others)):
                raise Conflict("the last administrator cannot be disabled")
            tx.staff.save(replace(account, is_disabled=True, session_epoch=account.session_epoch + 1))
            tx.staff.void_links(account_id, self._clock())

    def first_link(self) -> str | None:
        """A one-time link's token for the admin until somebody has set a password; then None."""
        with self._store.read() as tx:
            accounts = tx.staff.all()
        if any(account.password_hash for account in accounts):
            return None
        admin = next((account for account in accounts if account.role == "admin"), None)
        return self.link(admin.id) if admin else self.add(FIRST_ADMIN, "Admin", "admin")


def is_address(email: str) -> bool:
    """True for an e-mail address; whether anybody reads it is not looked at."""
    try:
        validate_email(email.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def _runs_accounts(account: Account) -> bool:
    return account.role == "admin" and bool(account.password_hash) and not account.is_disabled


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
