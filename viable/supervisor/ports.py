"""Are the ports free? Asked before anything is started, so that the answer is one clear line."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from typing import NamedTuple

from viable.settings import Settings
from viable.supervisor.failure import StartFailure


class Listener(NamedTuple):
    """An address that one of the processes will listen on, and the setting it comes from."""

    host: str
    port: int
    variable: str


def listeners(settings: Settings) -> list[Listener]:
    """Every address that Viable listens on; only the web server's may be other than loopback."""
    return [
        Listener(settings.web_host, settings.web_port, "VIABLE_WEB_PORT"),
        Listener("127.0.0.1", settings.rasa_port, "VIABLE_RASA_PORT"),
        Listener("127.0.0.1", settings.actions_port, "VIABLE_ACTIONS_PORT"),
    ]


def require_free(wanted: Iterable[Listener]) -> None:
    """Every address can be listened on, or StartFailure names the port and its setting."""
    seen: dict[int, str] = {}
    for listener in wanted:
        other = seen.setdefault(listener.port, listener.variable)
        if other != listener.variable:
            raise StartFailure(
                f"{other} and {listener.variable} are both {listener.port}: change one of them"
            )
        _require_free(listener)


def _require_free(listener: Listener) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            listener.host, listener.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise StartFailure(f"VIABLE_WEB_HOST={listener.host}: {error}") from error
    with socket.socket(family, kind, protocol) as probe:
        # As the servers do: a port whose last connection has only just closed is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise StartFailure(
                f"port {listener.port} on {listener.host} cannot be used ({error.strerror}): "
                f"end what uses it, or set {listener.variable} to another port"
            ) from error
