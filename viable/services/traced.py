"""Unforeseen failures as log lines: ids and places in the code, never what somebody wrote."""

from __future__ import annotations

from traceback import format_tb

FRAMES = 3


def traced(failure: Exception) -> str:
    """What went wrong and where; without the failure's own message, which may hold what a prospect wrote."""
    return type(failure).__name__ + "\n" + "".join(format_tb(failure.__traceback__)[-FRAMES:])
