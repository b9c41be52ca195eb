"""The web server's secret: one value, from which each purpose gets a key of its own."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from viable.domain.errors import BadInput

MINIMUM_LENGTH = 32


def load_secret(var: Path, configured: str | None = None) -> bytes:
    """The configured secret, else the one kept in ``var``, made at the first start and readable by us alone.

    Raises:
        BadInput: the secret is too short to be one.
    """
    if configured:
        return _checked(configured.encode(), "VIABLE_SECRET")
    path = var / "web.secret"
    var.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _checked(path.read_bytes().strip(), str(path))
    made = secrets.token_urlsafe(48).encode()
    with os.fdopen(descriptor, "wb") as file:
        file.write(made)
    return made


def derive_key(secret: bytes, purpose: str) -> bytes:
    """32 bytes that serve this purpose only; knowing them tells nothing about the secret or other keys."""
    return hashlib.blake2b(purpose.encode(), key=hashlib.sha256(secret).digest(), digest_size=32).digest()


def _checked(secret: bytes, where: str) -> bytes:
    if len(secret) < MINIMUM_LENGTH:
        raise BadInput(
            f"{where}: a secret needs at least {MINIMUM_LENGTH} characters, this has {len(secret)}"
        )
    return secret
