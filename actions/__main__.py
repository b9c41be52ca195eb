"""The action server, on loopback only."""

from __future__ import annotations

import os

from viable.settings import read_settings


def main() -> None:
    """Serves until it is told to stop."""
    settings = read_settings()
    os.environ["SANIC_HOST"] = "127.0.0.1"  # rasa-sdk listens on every address otherwise
    from rasa_sdk.endpoint import run

    run("actions.next", port=settings.actions_port)


if __name__ == "__main__":
    main()
