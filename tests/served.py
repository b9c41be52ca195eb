"""An ASGI application served by a thread of this process, for tests and benchmarks."""

from __future__ import annotations

import threading
import time

import uvicorn
from starlette.types import ASGIApp


class Served:
    """The application on one port of 127.0.0.1; can be stopped and started again."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._port = port
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """It accepts connections."""
        config = uvicorn.Config(
            self._app, port=self._port, interface="asgi3", log_level="warning", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        """Nobody listens on the port any more."""
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join(timeout=10)
