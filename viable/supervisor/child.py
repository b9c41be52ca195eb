"""One process of Viable: its group, its log, and whether it answers."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from viable.supervisor.failure import StartFailure
from viable.supervisor.guard import Guard
from viable.supervisor.logs import Log


@dataclass(frozen=True, slots=True)
class Program:
    """What a process runs.

    Attributes:
        name: one word; the log is named after it.
        command: the program and its arguments.
        environ: all of its environment variables.
        health: address that answers 200 as soon as it works; "" for a program that ends by itself.
    """

    name: str
    command: tuple[str, ...]
    environ: Mapping[str, str]
    health: str = ""


class Child:
    """A running program in a process group of its own, so that a signal reaches all of it."""

    def __init__(self, program: Program, folder: Path, logs: Path, guard: Guard) -> None:
        self.program = program
        self.log = Log(logs / f"{program.name}.log")
        self.recent: deque[str] = deque(maxlen=50)
        self.started_at = time.monotonic()
        self._guard = guard
        self._has_ended = False
        with self.log.path.open("ab") as output:
            try:
                self._process = subprocess.Popen(
                    program.command,
                    cwd=folder,
                    env=dict(program.environ),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            except OSError as error:
                raise StartFailure(f"{program.name}: {program.command[0]} does not start: {error}") from error
        guard.watch(self._process.pid)

    @property
    def name(self) -> str:
        return self.program.name

    def status(self) -> int | None:
        """Exit status, or None while it runs; when it has ended, whatever it left behind is ended too."""
        status = self._process.poll()
        if status is not None:
            self._clear_away()
        return status

    def read_log(self) -> list[str]:
        """Lines written since the last call, oldest first; the last fifty stay in ``recent``."""
        lines = self.log.new_lines()
        self.recent.extend(lines)
        self.log.keep_small()
        return lines

    def answers(self, timeout_seconds: float = 2.0) -> bool:
        """True when its health address answers 200."""
        address = urlsplit(self.program.health)
        connection = http.client.HTTPConnection(address.netloc, timeout=timeout_seconds)
        try:
            connection.request("GET", address.path or "/")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def end(self) -> None:
        """It has been told to end; `status` says when it has."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """It has ended, and everything that it started."""
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._clear_away()

    def _clear_away(self) -> None:
        self._signal(signal.SIGKILL)
        if not self._has_ended:
            self._guard.forget(self._process.pid)
        self._has_ended = True

    def _signal(self, number: signal.Signals) -> None:
        if self._has_ended:
            return  # its number may mean another group by now
        try:
            os.killpg(self._process.pid, number)
        except (ProcessLookupError, PermissionError):
            return  # the group is gone already (macOS says so by refusing)
