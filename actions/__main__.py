"""The action server, on loopback only, in one process."""

from __future__ import annotations

from rasa_sdk.endpoint import create_app_for_serve
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic

from viable.bootstrap import app

IDLE_CONNECTION_SECONDS = 600
"""Rasa keeps its connection; closing it would cost every quiet visitor a new one."""


def main() -> None:
    """Serves until it is told to stop."""
    business = app()
    business.warm()
    executor = ActionExecutor()
    executor.register_package("actions.next")
    server = create_app_for_serve(executor, cors_origins=[], keep_alive_timeout=IDLE_CONNECTION_SECONDS)
    server.prepare(host="127.0.0.1", port=business.settings.actions_port, single_process=True, motd=False)
    Sanic.serve_single(server)


if __name__ == "__main__":
    main()
