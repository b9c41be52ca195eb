"""How long until Viable answers: from a clean clone, and on the second start.

    python -m bench.startup [--cold]

clones the last commit into a temporary folder and starts it there. Packages come from this machine's
caches, so that the figures leave the download out; ``--cold`` starts with empty caches as well, and the
difference is the download. Prints rows for docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import psutil

ROOT = Path(__file__).resolve().parents[1]
READY = "Ctrl-C ends it."
MESSAGE = "hola, necesito 5000 cajas con logo en Valencia"
PATIENCE_SECONDS = 1200.0


class Installation:
    """A clone in its own folder, with its own ports."""

    def __init__(self, folder: Path, caches: Path | None) -> None:
        self.folder = folder
        self.port, *inner = _free_ports(3)
        self._environ = {
            **os.environ,
            "VIABLE_WEB_PORT": str(self.port),
            "VIABLE_RASA_PORT": str(inner[0]),
            "VIABLE_ACTIONS_PORT": str(inner[1]),
        }
        self._environ.pop("VIRTUAL_ENV", None)
        if caches is not None:
            self._environ |= {f"{tool}_CACHE_DIR": str(caches / tool) for tool in ("UV", "PIP")}
            self._environ["npm_config_cache"] = str(caches / "npm")

    def set_up(self) -> None:
        """Environments and front end are made."""
        subprocess.run(["make", "--silent", "setup"], cwd=self.folder, env=self._environ, check=True)

    @contextmanager
    def up(self) -> Iterator[psutil.Process]:
        """Viable answers, and has ended after the block."""
        output = self.folder / "up.log"
        with output.open("wb") as out:
            process = subprocess.Popen(
                ["make", "--silent", "up"],
                cwd=self.folder,
                env=self._environ,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        try:
            _wait(lambda: READY in output.read_text(), process, output)
            yield psutil.Process(process.pid)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(30)
            print(output.read_text(), file=sys.stderr)

    def say(self, text: str) -> None:
        """A visitor has said the text and was understood and answered."""
        opening = {"page": "/", "referrer": "", "language": "es", "timezone": "Europe/Madrid"}
        token = self._call("conversations", opening)["token"]
        self._call("messages", {"client_id": str(uuid.uuid4()), "text": text}, token)
        deadline = time.monotonic() + 30
        while not self._call("messages?after=0", None, token)["state"]["answered"]:
            if time.monotonic() > deadline:
                raise SystemExit("the first message was not understood within 30 s")
            time.sleep(0.1)

    def _call(self, path: str, body: object, token: str = "") -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        request = Request(f"http://127.0.0.1:{self.port}/api/chat/{path}", data, headers)
        with urlopen(request, timeout=30) as answer:
            return json.load(answer)


def measure(caches: Path | None) -> dict[str, float]:
    """Seconds until each point, and megabytes; keys are the rows' titles."""
    with tempfile.TemporaryDirectory(prefix="viable-") as folder:
        started = time.monotonic()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), folder], check=True)
        installation = Installation(Path(folder), caches)
        installation.set_up()
        figures = {"environments and front end, s": time.monotonic() - started}
        with installation.up():
            installation.say(MESSAGE)
            figures["clean clone to first answered message, s"] = time.monotonic() - started
        started = time.monotonic()
        with installation.up() as process:
            figures["second start, s"] = time.monotonic() - started
            installation.say(MESSAGE)
            figures["second start to first answered message, s"] = time.monotonic() - started
            figures["memory of all processes, MB"] = _memory_mb(process)
    return figures


def _memory_mb(process: psutil.Process) -> float:
    family = [process, *process.children(recursive=True)]
    return sum(member.memory_full_info().pss for member in family) / 1e6


def _wait(holds: Any, process: subprocess.Popen[bytes], output: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"Viable does not start:\n{output.read_text()}")
        time.sleep(0.05)


def _free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.startup")
    parser.add_argument("--cold", action="store_true", help="once more with empty package caches")
    options = parser.parse_args()
    columns = {"packages in cache": measure(None)}
    if options.cold:
        with tempfile.TemporaryDirectory(prefix="viable-caches-") as caches:
            columns["packages downloaded"] = measure(Path(caches))
    print("| |", " | ".join(columns), "|\n|---|" + "---|" * len(columns))
    for title in next(iter(columns.values())):
        print(f"| {title} |", " | ".join(f"{figures[title]:.1f}" for figures in columns.values()), "|")


if __name__ == "__main__":
    main()
