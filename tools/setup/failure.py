"""What goes wrong while setting up, told in one line."""

from __future__ import annotations


class SetUpFailure(Exception):
    """Set-up cannot go on; the message says what is missing and how to get it."""
