"""Viable as its users start it, in a folder of its own on ports of its own: for tests that speak to all of it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from viable.settings import ROOT

READY = "Ctrl-C ends it."
COMMANDS = {"rasa": "bot.rasa", "actions": "actions", "web": "web"}


class Installation:
    """A running Viable.

    Attributes:
        url: of the chat page and the console; no slash at the end.
        ports: by process: rasa, actions, web.
        var: folder of its store, logs and secret.
    """

    def __init__(self, var: Path, environ: Mapping[str, str]) -> None:
        self.var = var
        self.ports = dict(zip(COMMANDS, free_ports(len(COMMANDS)), strict=True))
        self.url = f"http://127.0.0.1:{self.ports['web']}"
        self._output = var / "up.txt"
        settings = {f"VIABLE_{name.upper()}_PORT": str(port) for name, port in self.ports.items()}
        with self._output.open("wb") as output:
            self._up = subprocess.Popen(
                [sys.executable, "-m", "viable.cli", "up"],
                cwd=ROOT,
                env={**os.environ, **settings, "VIABLE_VAR": str(var), **environ},
                stdout=output,
                stderr=output,
            )

    def said(self) -> str:
        """What `viable up` has written so far."""
        return self._output.read_text()

    def sign_in_link(self) -> str:
        """The admin's one-time link; raises when this is not the first start."""
        found = re.search(r"^First sign-in.*?(http\S+)", self.said(), re.MULTILINE)
        if found is None:
            raise LookupError(f"no link in: {self.said()}")
        return found[1]

    def process(self, name: str) -> psutil.Process:
        """The running process of that name: rasa, actions or web; raises LookupError while there is none."""
        for child in psutil.Process(self._up.pid).children():
            if COMMANDS[name] in command_of(child):
                return child
        raise LookupError(f"{name} is not running: {self.said()}")

    def processes(self) -> list[psutil.Process]:
        """All of them: the supervisor, what it started, and what those started."""
        up = psutil.Process(self._up.pid)
        return [up, *up.children(recursive=True)]

    def kill(self, name: str) -> None:
        """The process is gone, as after a crash; the supervisor is about to start it again."""
        process = self.process(name)
        process.kill()
        wait_until(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)

    def wait_until_listening(self, name: str) -> None:
        """The process runs and accepts connections."""
        wait_until(lambda: self._runs(name) and _listens(self.ports[name]), seconds=60)

    def _runs(self, name: str) -> bool:
        try:
            return self.process(name).is_running()
        except LookupError:
            return False

    def wait_until_ready(self) -> None:
        """All of it answers; raises with what it said when it cannot start."""

        def is_ready() -> bool:
            if self._up.poll() is not None:
                raise RuntimeError(self.said())
            return READY in self.said()

        wait_until(is_ready, seconds=240)

    def end(self) -> None:
        """It has ended as after Ctrl-C."""
        if self._up.poll() is None:
            self._up.send_signal(signal.SIGINT)
            self._up.wait(30)


def command_of(process: psutil.Process) -> list[str]:
    """The words of its command line; none once it has died, though nobody has taken note of it yet."""
    try:
        return process.cmdline()
    except (psutil.ZombieProcess, psutil.NoSuchProcess):
        return []


@contextmanager
def running(var: Path, environ: Mapping[str, str] | None = None) -> Iterator[Installation]:
    """A ready installation with its store in ``var``, ended after the block."""
    var.mkdir(parents=True, exist_ok=True)
    installation = Installation(var, environ or {})
    try:
        installation.wait_until_ready()
        yield installation
    finally:
        installation.end()


def wait_until(holds: Callable[[], bool], seconds: float = 15.0) -> None:
    """The condition holds; raises TimeoutError when it does not in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not after {seconds:.0f} s")
        time.sleep(0.05)


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on just now."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
