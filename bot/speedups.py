"""Makes Rasa 3.6.21 several times quicker by doing less of what it does for nothing.

Each function replaces one hot spot with an equal that does the work once; `apply` refuses other versions of Rasa, whose
inside may differ. Figures: docs/decisions/0003-rasa-speed-ups.md.
"""

from __future__ import annotations

import asyncio
import logging
from functools import lru_cache
from typing import Any

RASA_VERSION = "3.6.21"
IDLE_SECONDS = 2.0  # less than the 5 s after which Sanic, which serves actions, closes an idle connection
logger = logging.getLogger(__name__)


def apply() -> bool:
    """True when the speed-ups are in force; False, with a warning, for a Rasa they were not written for."""
    import rasa

    if rasa.__version__ != RASA_VERSION:
        logger.warning(
            "Speed-ups are for Rasa %s, this is %s: running without", RASA_VERSION, rasa.__version__
        )
        return False
    validate_action_results_with_one_validator()
    look_up_event_classes_once()
    run_graphs_without_scheduler()
    keep_connections_to_the_action_server()
    send_only_the_turn_to_the_action_server()
    leave_debug_copies_out()
    return True


def validate_action_results_with_one_validator() -> None:
    """Action results are checked by a validator made once.

    Rasa calls `jsonschema.validate`, which checks the constant schema against its meta-schema at each action call.
    """
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match
    from rasa.core.actions.action import RemoteAction

    validator = Draft202012Validator(RemoteAction.action_response_format_spec())

    def validate(_: Any, result: Any) -> bool:
        error = best_match(validator.iter_errors(result))
        if error is not None:
            error.message += ". The action server's response is not of the expected form."
            raise error
        return True

    setattr(RemoteAction, "_validate_action_result", validate)  # noqa: B010 - private by its name


def look_up_event_classes_once() -> None:
    """Subclasses of events and slots are listed once per number of direct subclasses.

    Rasa walks the tree of all event classes for each event it reads.
    """
    from rasa.shared.utils import common

    walk = common.all_subclasses

    @lru_cache(maxsize=64)
    def remembered(cls: Any, direct_subclasses: int) -> list[Any]:
        del direct_subclasses  # part of the key: a class defined later is found
        found: list[Any] = walk(cls)
        return found

    common.all_subclasses = lambda cls: remembered(cls, len(cls.__subclasses__()))


def run_graphs_without_scheduler() -> None:
    """A model's graph runs node by node in an order worked out once.

    Rasa hands the same static graph to dask's scheduler at each message and each prediction.
    """
    from rasa.engine.exceptions import GraphRunError
    from rasa.engine.runner.dask import DaskGraphRunner

    def run(self: Any, inputs: Any = None, targets: Any = None) -> dict[str, Any]:
        wanted = tuple(targets or self._graph_schema.target_names)
        orders: dict[Any, Any] = self.__dict__.setdefault("_viable_orders", {})
        if wanted not in orders:
            orders[wanted] = _in_order(self._graph_schema.minimal_graph_schema(list(wanted)))
        done: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        clash = done.keys() & self._instantiated_nodes.keys()
        if clash:
            raise GraphRunError(f"Input value '{clash.pop()}' clashes with a node name.")
        for name, needs in orders[wanted]:
            done[name] = self._instantiated_nodes[name](*(done.get(need, need) for need in needs))
        return {name: done[name][1] for name in wanted}

    DaskGraphRunner.run = run


def _in_order(schema: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Nodes with what they need, each after all that it needs."""
    order: dict[str, tuple[str, ...]] = {}

    def visit(name: str) -> None:
        if name in order or name not in schema.nodes:
            return
        needs = tuple(schema.nodes[name].needs.values())
        for need in needs:
            visit(need)
        order[name] = needs

    for name in schema.nodes:
        visit(name)
    return list(order.items())


def keep_connections_to_the_action_server() -> None:
    """Requests to one endpoint share connections; Rasa opens a new one for each action call."""
    from rasa.utils.endpoints import DEFAULT_REQUEST_TIMEOUT, EndpointConfig, aiohttp

    class Shared:
        """Stands for a session in ``async with``, and leaves it open."""

        def __init__(self, session: Any) -> None:
            self._session = session

        async def __aenter__(self) -> Any:
            return self._session

        async def __aexit__(self, *error: object) -> None:
            """The session stays open for the next request."""

    def session(self: Any) -> Any:
        loop = asyncio.get_running_loop()
        kept = self.__dict__.get("_viable_session")
        if kept is None or kept.closed or self.__dict__.get("_viable_loop") is not loop:
            kept = aiohttp.ClientSession(
                headers=self.headers,
                auth=aiohttp.BasicAuth(**self.basic_auth) if self.basic_auth else None,
                timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
                connector=aiohttp.TCPConnector(keepalive_timeout=IDLE_SECONDS),
            )
            self.__dict__.update(_viable_session=kept, _viable_loop=loop)
        return Shared(kept)

    EndpointConfig.session = session


def send_only_the_turn_to_the_action_server() -> None:
    """Action calls carry the last message and the slots, no past events and an empty domain.

    Rasa sends all events and, with each call, the whole domain. Its own `enable_selective_domain` leaves that key out,
    which rasa-sdk ≥ 3.9 refuses. Actions here look at neither: the store behind them holds the conversation.
    """
    import rasa
    from rasa.core.actions.action import RemoteAction
    from rasa.shared.core.trackers import EventVerbosity

    def call(self: Any, tracker: Any, domain: Any) -> dict[str, Any]:
        del domain
        return {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "tracker": {**tracker.current_state(EventVerbosity.NONE), "events": []},
            "version": rasa.__version__,
            "domain": {},
        }

    setattr(RemoteAction, "_action_call_format", call)  # noqa: B010 - private by its name


def leave_debug_copies_out() -> None:
    """Debug lines are not built unless they are shown; Rasa deep-copies entities and events for each."""
    import copy
    from types import SimpleNamespace

    from rasa.core import processor

    def copy_if_shown(value: Any) -> Any:
        return copy.deepcopy(value) if processor.logger.isEnabledFor(logging.DEBUG) else value

    # The module uses `copy` for nothing else than the arguments of its debug lines.
    processor.copy = SimpleNamespace(deepcopy=copy_if_shown)
