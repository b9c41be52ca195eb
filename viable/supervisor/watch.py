"""The running processes: started, watched, started again when they died, and ended together."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from viable.supervisor.child import Child, Program
from viable.supervisor.failure import StartFailure, Stopped
from viable.supervisor.guard import Guard
from viable.supervisor.logs import for_the_terminal, last_words
from viable.supervisor.report import Report
from viable.supervisor.stop import Stop

TICK_SECONDS = 0.2
HEALTH_SECONDS = 5.0
SILENT_SECONDS = 60.0
END_SECONDS = 10.0
SHOWN_LINES = 20


@dataclass(slots=True)
class Backoff:
    """How long to wait before the next start: half a second, doubled each time up to half a minute."""

    failures: int = 0

    def next_delay_seconds(self, ran_seconds: float) -> float:
        """The delay after a process that ran so long; a minute of good running wipes the slate clean."""
        self.failures = 0 if ran_seconds > 60 else self.failures
        self.failures += 1
        return min(0.5 * 2.0 ** (self.failures - 1), 30.0)


@dataclass(slots=True)
class _Watched:
    child: Child
    backoff: Backoff = field(default_factory=Backoff)
    answered_at: float = field(default_factory=time.monotonic)
    asked_at: float = field(default_factory=time.monotonic)
    restart_at: float | None = None


class Watch:
    """Processes that live and end together. Call from one thread."""

    def __init__(self, folder: Path, logs: Path, report: Report, stop: Stop) -> None:
        self._folder = folder
        self._logs = logs
        self._report = report
        self._stop = stop
        self._guard = Guard()
        self._watched: dict[str, _Watched] = {}

    def start(self, program: Program) -> None:
        """The program runs, and is watched from now on."""
        self._watched[program.name] = _Watched(self._child(program))

    def run(self, program: Program) -> None:
        """The program has run to its end; StartFailure tells what it complained of."""
        child = self._child(program)
        try:
            while (status := child.status()) is None:
                self._pause()
        except Stopped:
            child.kill()
            raise
        lines = child.read_log()
        if status != 0:
            raise StartFailure(
                _complaint(lines) or f"{child.name}: exit status {status} ({self._shown(child)})"
            )
        self._pass_on(lines)

    def wait_until_ready(self, seconds: float) -> None:
        """Every watched process answers; StartFailure names the first that ended, or does not answer."""
        deadline = time.monotonic() + seconds
        waiting = {name: watched.child for name, watched in self._watched.items()}
        while waiting:
            for name, child in list(waiting.items()):
                self._pass_on(child.read_log())
                if child.status() is not None:
                    child.read_log()
                    words = last_words(list(child.recent)) or "it said nothing"
                    raise StartFailure(f"{name} ended while starting: {words} ({self._shown(child)})")
                if child.answers():
                    del waiting[name]
            if waiting and time.monotonic() > deadline:
                names = " and ".join(waiting)
                raise StartFailure(
                    f"no answer from {names} after {seconds:.0f} s (see {self._shown_folder()})"
                )
            self._pause()

    def watch(self) -> None:
        """Processes that die or fall silent are started again, until Stopped is raised."""
        while True:
            for watched in self._watched.values():
                self._look_after(watched)
            self._pause()

    def end(self) -> None:
        """Every process has ended, the last started first; those that do not within ten seconds are killed."""
        deadline = time.monotonic() + END_SECONDS
        children = [watched.child for watched in reversed(self._watched.values())]
        for child in children:
            child.end()
        for child in children:
            while child.status() is None:
                if time.monotonic() > deadline:
                    child.kill()
                time.sleep(0.05)
        self._guard.close()

    def _look_after(self, watched: _Watched) -> None:
        child, now = watched.child, time.monotonic()
        if watched.restart_at is not None:
            if now >= watched.restart_at:
                watched.child, watched.restart_at = self._child(child.program), None
                watched.answered_at = watched.asked_at = now
            return
        lines = child.read_log()
        self._pass_on(lines)
        self._warn(child, lines)
        status = child.status()
        if status is None and self._is_silent(watched, now):
            child.kill()
            status = child.status()
        if status is not None:
            delay = watched.backoff.next_delay_seconds(now - child.started_at)
            watched.restart_at = now + delay
            self._report.say(f"{child.name} ended (status {status}): started again in {delay:g} s")

    def _is_silent(self, watched: _Watched, now: float) -> bool:
        if now - watched.asked_at < HEALTH_SECONDS:
            return False
        watched.asked_at = now
        if watched.child.answers():
            watched.answered_at = now
        return now - watched.answered_at > SILENT_SECONDS

    def _warn(self, child: Child, lines: Collection[str]) -> None:
        _, errors = for_the_terminal(list(lines))
        for line in errors[:3]:
            self._report.say(f"{child.name}: {line[:200]}")
        if len(errors) > 3:
            self._report.say(f"{child.name}: {len(errors) - 3} more errors in {self._shown(child)}")

    def _pass_on(self, lines: list[str]) -> None:
        passed_on, _ = for_the_terminal(lines)
        for line in passed_on:
            self._report.say(line)

    def _pause(self) -> None:
        if self._stop.pause(TICK_SECONDS):
            raise Stopped

    def _child(self, program: Program) -> Child:
        return Child(program, self._folder, self._logs, self._guard)

    def _shown(self, child: Child) -> str:
        return f"{self._shown_folder()}/{child.log.path.name}"

    def _shown_folder(self) -> Path:
        return self._logs.relative_to(self._folder) if self._logs.is_relative_to(self._folder) else self._logs


def _complaint(lines: list[str]) -> str:
    said = [line for line in lines if line.strip()]
    if any(line.startswith("Traceback") for line in said):
        return last_words(said)
    # Our own commands mark their lines as the report will mark them.
    return "\n".join(line.removeprefix("viable: ") for line in said[-SHOWN_LINES:])
