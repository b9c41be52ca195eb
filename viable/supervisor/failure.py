"""What keeps Viable from starting, told in one line."""

from __future__ import annotations

from viable.domain.errors import ViableError


class StartFailure(ViableError):
    """Viable cannot start; the message says why and what to do."""


class Stopped(ViableError):
    """Somebody asked to stop while it was starting."""
