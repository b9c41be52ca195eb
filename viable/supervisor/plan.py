"""Which processes Viable is made of."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from viable.settings import ROOT, Settings
from viable.supervisor.child import Program

# Rasa's process is sealed: it sees what a program needs to run at all, and no credentials.
_HARMLESS = ("HOME", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "PATH", "TMPDIR", "TZ")


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be run, in order of need.

    Attributes:
        folder: where everything runs.
        check: says what is wrong with the dialogue data, before a training.
        train: makes a model; gets its output folder and its name as last arguments.
        prepare: brings the store up to date.
        rasa: gets the model as last argument.
        servers: the processes that need the store.
    """

    folder: Path
    check: Program
    train: Program
    prepare: Program
    rasa: Program
    servers: tuple[Program, ...]


def make_plan(settings: Settings, environ: Mapping[str, str] | None = None) -> Plan:
    """Viable's own plan, with the given variables (default: this process's) for all but Rasa."""
    given = {**(os.environ if environ is None else environ), "PYTHONUNBUFFERED": "1"}
    sealed = {name: given[name] for name in _HARMLESS if name in given}
    sealed |= {
        "ACTIONS_URL": settings.actions_url,
        "PYTHONUNBUFFERED": "1",
        "RASA_TELEMETRY_ENABLED": "false",
    }
    rasa = (str(ROOT / ".venv-rasa" / "bin" / "python"), "-m", "bot.rasa")
    run = ("run", "--port", str(settings.rasa_port), "--interface", "127.0.0.1", "--model")
    app = sys.executable
    visible = settings.web_host if settings.web_host not in {"0.0.0.0", "::", ""} else "127.0.0.1"  # noqa: S104 - asks
    return Plan(
        folder=ROOT,
        check=Program("dialogue", (app, "tools/check_dialogue.py"), given),
        train=Program("train", (*rasa, "train"), sealed),
        prepare=Program("store", (app, "-m", "viable.cli", "prepare"), given),
        rasa=Program("rasa", (*rasa, *run), sealed, f"{settings.rasa_url}/"),
        servers=(
            Program(
                "actions",
                (app, "-m", "actions"),
                {**given, "SANIC_HOST": "127.0.0.1"},
                f"http://127.0.0.1:{settings.actions_port}/health",
            ),
            Program("web", (app, "-m", "web"), given, f"http://{visible}:{settings.web_port}/health"),
        ),
    )
