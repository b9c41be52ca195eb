"""What goes on beside the conversations: deliveries, turns that were left over, holds that end, fresh capacity, breakers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from viable.bootstrap import App

log = logging.getLogger(__name__)


class Worker:
    """Runs its jobs in a thread of its own until it is stopped; a job that fails is logged and tried again."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """The jobs run."""
        jobs: tuple[tuple[Callable[[], object], timedelta], ...] = (
            (self._app.delivery.run, timedelta(seconds=0.25)),
            (self._app.turns.sweep, timedelta(seconds=0.5)),
            (self._expire_holds, timedelta(seconds=30)),
            (self._app.refresh, timedelta(minutes=10)),
            (self._app.breakers.run, timedelta(seconds=4)),
            (self._app.campaigns.run, timedelta(seconds=1)),
        )
        for job, pause in jobs:
            thread = threading.Thread(target=self._repeat, args=(job, pause), daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """No job runs any more."""
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=5)

    def _repeat(self, job: Callable[[], object], pause: timedelta) -> None:
        while not self._stop.wait(pause.total_seconds()):
            try:
                job()
            except Exception:
                log.exception("a job of the worker failed and will be tried again")

    def _expire_holds(self) -> None:
        with self._app.store.write() as tx:
            tx.holds.lock()
            tx.loads.expire_holds(self._app.clock())
