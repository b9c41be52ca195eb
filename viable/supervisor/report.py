"""Progress on the terminal: moving where somebody looks at it, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


class Report:
    """Says what is done, and how long it took."""

    def __init__(self, console: Console | None = None, errors: Console | None = None) -> None:
        self._console = console or Console(highlight=False, soft_wrap=True)
        self._errors = errors or Console(highlight=False, soft_wrap=True, stderr=True)

    def say(self, text: str) -> None:
        """The text is on the terminal, as it is."""
        self._console.print(text, markup=False)

    def fail(self, text: str) -> None:
        """Standard error says why Viable does not start, each line marked as ours."""
        for line in text.splitlines():
            self._errors.print(f"viable: {line}", markup=False)

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """The step is shown while its block runs, and its time when that ends well."""
        started = time.monotonic()
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
        with Progress(
            *columns, console=self._console, transient=True, disable=not self._console.is_terminal
        ) as bar:
            bar.add_task(title, total=None)
            yield
        self.say(f"✓ {title} ({time.monotonic() - started:.1f} s)")
