"""``python -m web``: serves the chat, the demo site and the console on the configured address."""

from __future__ import annotations

import uvicorn

from viable.settings import read_settings
from web.compose import compose

GRACE_SECONDS = 3
"""Browsers that listen for events would otherwise keep the server from ending."""


def main() -> None:
    """Serves until told to end."""
    settings = read_settings()
    uvicorn.run(
        compose(settings),
        host=settings.web_host,
        port=settings.web_port,
        log_level="warning",
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=GRACE_SECONDS,
        limit_concurrency=2000,
    )


if __name__ == "__main__":
    main()
