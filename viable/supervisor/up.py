"""The order of a start: ports, model, store, processes; and of an end."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from viable.domain.errors import BadInput
from viable.settings import Settings, read_settings
from viable.supervisor import model, ports
from viable.supervisor.failure import StartFailure, Stopped
from viable.supervisor.plan import Plan, make_plan
from viable.supervisor.report import Report
from viable.supervisor.stop import Stop
from viable.supervisor.watch import Watch

PATIENCE_SECONDS = 180.0


def up() -> int:
    """Viable has run until somebody stopped it (0), or could not start and said why (1)."""
    report = Report()
    try:
        settings = read_settings()
    except BadInput as error:
        report.fail(str(error))
        return 1
    return run(settings, make_plan(settings), report)


def run(settings: Settings, plan: Plan, report: Report) -> int:
    """As `up`, with the given plan."""
    with _stop_signals() as stop:
        watch = Watch(plan.folder, settings.var / "log", report, stop)
        try:
            _start(settings, plan, watch, report)
            watch.watch()
        except (StartFailure, OSError) as failure:
            report.fail(str(failure))
            return 1
        except Stopped:
            report.say("Ending …")
        finally:
            watch.end()
    return 0


def _start(settings: Settings, plan: Plan, watch: Watch, report: Report) -> None:
    ports.require_free(ports.listeners(settings))
    trained = _trained_model(settings, plan, watch, report)
    with report.step("rasa, actions and web answer"):
        # Rasa takes longest and needs no store: the store is prepared meanwhile.
        watch.start(replace(plan.rasa, command=(*plan.rasa.command, str(trained))))
        watch.run(plan.prepare)
        for server in plan.servers:
            watch.start(server)
        watch.wait_until_ready(PATIENCE_SECONDS)
    report.say(f"\nChat     {settings.public_url}/\nConsole  {settings.public_url}/console/")
    report.say(f"Logs     {settings.var / 'log'}\nCtrl-C ends it.")


def _trained_model(settings: Settings, plan: Plan, watch: Watch, report: Report) -> Path:
    """The model for the present training data; made now when there is none."""
    wanted = model.model_path(plan.folder, settings.models)
    if not wanted.exists():
        watch.run(plan.check)
        # Made aside and moved into place, so that a training that broke off leaves no model.
        making = settings.models / "making"
        name = wanted.name.removesuffix(".tar.gz")
        arguments = ("--out", str(making), "--fixed-model-name", name)
        with report.step("the model is trained"):
            watch.run(replace(plan.train, command=(*plan.train.command, *arguments)))
        (making / wanted.name).replace(wanted)
        making.rmdir()
    model.keep(wanted)
    return wanted


@contextmanager
def _stop_signals() -> Iterator[Stop]:
    """The stop is asked for when a signal asks; the signals mean what they did before afterwards."""
    stop = Stop()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop.ask) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
