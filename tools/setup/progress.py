"""One status line per step: moving on a terminal, plain in a log."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from typing import Iterator, TextIO


class Progress:
    """Tells which step is under way and how long each took."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self._moves = out.isatty()
        fancy = (getattr(out, "encoding", None) or "").lower().startswith("utf")
        self._done, self._failed = ("✓", "✗") if fancy else ("ok", "FAILED")

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """The step is shown while its block runs, and its time when that ends."""
        started = time.monotonic()
        ended = threading.Event()
        clock = threading.Thread(target=self._tick, args=(title, started, ended), daemon=True)
        clock.start()
        mark = self._failed
        try:
            yield
            mark = self._done
        finally:
            ended.set()
            clock.join()
            self._line(f"{mark} {title} ({time.monotonic() - started:.1f} s)", "\n")

    def _tick(self, title: str, started: float, ended: threading.Event) -> None:
        if not self._moves:
            return
        while not ended.wait(0.2):
            self._line(f"… {title} {time.monotonic() - started:.0f} s", "")

    def _line(self, text: str, end: str) -> None:
        self._out.write(("\r\x1b[2K" if self._moves else "") + text + end)
        self._out.flush()
