"""Somebody asked to stop."""

from __future__ import annotations

import time


class Stop:
    """Asked for by a signal, looked at between two steps.

    A plain flag: a signal interrupts whatever runs, so that the handler must not take a lock. An Event's
    ``set`` does, and hangs when the signal comes while ``wait`` holds it.
    """

    def __init__(self) -> None:
        self.is_asked = False

    def ask(self, *_: object) -> None:
        """A signal handler: whoever looks next will stop."""
        self.is_asked = True

    def pause(self, seconds: float) -> bool:
        """True when somebody has asked to stop by the end of the pause."""
        time.sleep(seconds)
        return self.is_asked
