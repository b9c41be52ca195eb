"""`viable up` with stand-ins for its programs: real processes, real ports, nothing else of Viable."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.installation import command_of
from viable.settings import read_settings
from viable.supervisor.plan import make_plan

ROOT = Path(__file__).resolve().parents[2]

# Listens on the port in its first argument; "die" in the second makes it end with an error instead.
SERVER = """
import http.server, os, subprocess, sys
if sys.argv[2] == "die":
    raise RuntimeError("no such thing")
if sys.argv[2] == "stubborn":
    subprocess.Popen(["/bin/sh", "-c", "trap '' TERM; while :; do sleep 1; done"])
class Ok(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
print("First sign-in (once): /link", flush=True)
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Ok).serve_forever()
"""

# Runs the supervisor with stand-ins: argv is folder, the three ports, how the last server behaves, and the
# code that stands for preparing the store.
UP = """
import sys
from pathlib import Path
from viable.settings import read_settings
from viable.supervisor.child import Program
from viable.supervisor.plan import Plan
from viable.supervisor.report import Report
from viable.supervisor.up import run

folder, web, rasa, actions, behaviour, prepare = sys.argv[1:]
settings = read_settings({"VIABLE_VAR": folder + "/var", "VIABLE_MODELS": folder + "/models",
    "VIABLE_WEB_PORT": web, "VIABLE_RASA_PORT": rasa, "VIABLE_ACTIONS_PORT": actions})
def server(name, port, behaviour="work"):
    command = (sys.executable, folder + "/server.py", port, behaviour)
    return Program(name, command, {}, f"http://127.0.0.1:{port}/health")
TRAIN = "import pathlib, sys; out = pathlib.Path(sys.argv[2]); out.mkdir(parents=True, exist_ok=True); " \\
    "(out / (sys.argv[4] + '.tar.gz')).touch()"
plan = Plan(
    folder=Path(folder),
    check=Program("dialogue", (sys.executable, "-c", ""), {}),
    train=Program("train", (sys.executable, "-c", TRAIN), {}),
    prepare=Program("store", (sys.executable, "-c", prepare), {}),
    rasa=server("rasa", rasa),
    servers=(server("actions", actions), server("web", web, behaviour)),
)
sys.exit(run(settings, plan, Report()))
"""


@dataclass
class Started:
    """A supervisor in a process of its own, and what it has said so far."""

    process: subprocess.Popen[bytes]
    output: Path
    ports: tuple[int, int, int]

    def said(self) -> str:
        return self.output.read_text()

    def wait_for(self, holds: Callable[[], bool], seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def wait_until_ready(self) -> None:
        self.wait_for(lambda: "Ctrl-C ends it." in self.said())

    def servers(self) -> list[psutil.Process]:
        children = psutil.Process(self.process.pid).children()
        return [child for child in children if "server.py" in " ".join(command_of(child))]


Start = Callable[..., Started]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a supervisor; all of them have ended after the test."""
    started: list[Started] = []

    def _start(
        behaviour: str = "work", prepare: str = "", ports: tuple[int, int, int] | None = None
    ) -> Started:
        (tmp_path / "server.py").write_text(SERVER)
        chosen = ports or free_ports()
        output = tmp_path / f"output{len(started)}"
        command = [sys.executable, "-c", UP, str(tmp_path), *map(str, chosen), behaviour, prepare]
        with output.open("wb") as out:
            process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)
        started.append(Started(process, output, chosen))
        return started[-1]

    yield _start
    for one in started:
        if one.process.poll() is None:
            one.process.terminate()
            one.process.wait(20)


def free_ports() -> tuple[int, int, int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
    first, second, third = (probe.getsockname()[1] for probe in probes)
    for probe in probes:
        probe.close()
    return first, second, third


def are_gone(processes: list[psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


def test_start_trains_starts_all_three_and_says_where_they_are(start: Start, tmp_path: Path) -> None:
    up = start()
    up.wait_until_ready()
    assert f"Chat     http://127.0.0.1:{up.ports[0]}/" in up.said()
    assert f"Console  http://127.0.0.1:{up.ports[0]}/console/" in up.said()
    assert "First sign-in (once): /link" in up.said()
    assert len(up.servers()) == 3
    assert len(list((tmp_path / "models").glob("viable-*.tar.gz"))) == 1
    assert {log.name for log in (tmp_path / "var" / "log").glob("*.log")} >= {
        "rasa.log",
        "actions.log",
        "web.log",
    }


def test_second_start_trains_only_what_changed_and_keeps_two_models(start: Start, tmp_path: Path) -> None:
    trainings = []
    for version in ("one", "one", "two", "three"):
        (tmp_path / "config.yml").write_text(version)
        up = start()
        up.wait_until_ready()
        trainings.append("the model is trained" in up.said())
        up.process.send_signal(signal.SIGINT)
        assert up.process.wait(20) == 0
    assert trainings == [True, False, True, True]
    assert len(list((tmp_path / "models").glob("viable-*.tar.gz"))) == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_ends_every_process(start: Start, number: signal.Signals) -> None:
    up = start()
    up.wait_until_ready()
    servers = up.servers()
    up.process.send_signal(number)
    assert up.process.wait(20) == 0
    assert are_gone(servers)


def test_a_signal_is_heard_at_whatever_moment_it_comes() -> None:
    """With a threading.Event in the place of Stop, this locks itself out within moments."""
    waiting = """
import os, signal
from viable.supervisor.stop import Stop
stop = Stop()
signal.signal(signal.SIGTERM, stop.ask)
print("ready", flush=True)
for _ in range(20_000):
    stop.pause(0.00001)
print(stop.is_asked, flush=True)
os._exit(0)
"""
    process = subprocess.Popen([sys.executable, "-c", waiting], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    while process.poll() is None:
        process.terminate()
        time.sleep(0.0003)
    assert (process.stdout.read(), process.returncode) == ("True\n", 0)


def test_processes_do_not_outlive_a_supervisor_that_is_killed(start: Start) -> None:
    up = start(behaviour="stubborn")
    up.wait_until_ready()
    everything = psutil.Process(up.process.pid).children(recursive=True)
    assert len(everything) >= 5  # three servers, a grandchild that ignores SIGTERM, the guard
    up.process.kill()
    up.process.wait()
    up.wait_for(lambda: are_gone(everything))


def test_a_process_that_dies_is_started_again(start: Start) -> None:
    up = start()
    up.wait_until_ready()
    victim = up.servers()[0]
    victim.kill()
    up.wait_for(lambda: len([child for child in up.servers() if child.pid != victim.pid]) == 3)
    assert "ended (status -9): started again in 0.5 s" in up.said()


def test_a_port_in_use_is_one_line_that_names_port_and_setting(start: Start, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        web, rasa, _ = free_ports()
        up = start(ports=(web, rasa, port))
        assert up.process.wait(20) == 1
    assert up.said().count("\n") == 1
    assert str(port) in up.said()
    assert "VIABLE_ACTIONS_PORT" in up.said()
    assert not (tmp_path / "models").exists()


def test_two_settings_with_one_port_are_refused(start: Start) -> None:
    first, second, _ = free_ports()
    up = start(ports=(first, first, second))
    assert up.process.wait(20) == 1
    assert up.said() == f"viable: VIABLE_WEB_PORT and VIABLE_RASA_PORT are both {first}: change one of them\n"


def test_a_bad_playbook_is_told_as_it_is_and_nothing_stays_behind(start: Start) -> None:
    prepare = (
        "import sys; print('viable: playbook/prices.csv:7: price is −1, expected more than 0'); sys.exit(1)"
    )
    up = start(prepare=prepare)
    assert up.process.wait(20) == 1
    assert up.said().splitlines()[-1] == "viable: playbook/prices.csv:7: price is −1, expected more than 0"


def test_a_server_that_fails_while_starting_is_told_with_its_last_words_and_its_log(start: Start) -> None:
    up = start(behaviour="die")
    assert up.process.wait(30) == 1
    last = up.said().splitlines()[-1]
    assert last == "viable: web ended while starting: RuntimeError: no such thing (var/log/web.log)"


def test_rasa_gets_no_credentials_and_both_inner_servers_are_told_to_stay_on_loopback() -> None:
    plan = make_plan(read_settings({}), {"VIABLE_SECRET": "hush", "PATH": "/bin", "PGPASSWORD": "hush"})
    assert "hush" not in [*plan.rasa.environ.values(), *plan.train.environ.values()]
    assert plan.rasa.command[plan.rasa.command.index("--interface") + 1] == "127.0.0.1"
    assert {server.name: server.environ.get("SANIC_HOST") for server in plan.servers}[
        "actions"
    ] == "127.0.0.1"
