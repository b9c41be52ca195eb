"""Lets Rasa start without TensorFlow, and refuses by name whatever would need it.

Rasa 3.6.21 imports TensorFlow at start, whatever its pipeline. Where TensorFlow is not installed, `install` answers
for those imports with inert classes: they can be named, subclassed, used as annotations and as decorators, and do nothing.
`refuse_what_needs_tensorflow` then stops a pipeline that would really run it before anything is trained or loaded.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

ANSWERED_FOR = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")
NEEDS_TENSORFLOW = frozenset(
    {
        "ConveRTFeaturizer",
        "DIETClassifier",
        "LanguageModelFeaturizer",
        "ResponseSelector",
        "TEDPolicy",
        "UnexpecTEDIntentPolicy",
    }
)


class InertType(type):
    """Metaclass of the stand-ins: any attribute of one is another one."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return make_inert(name)


class Inert(metaclass=InertType):
    """A stand-in: as a decorator it hands back what it decorates, called otherwise it gives a stand-in."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and not kwargs and callable(args[0]):
            return args[0]
        return super().__new__(cls)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Accepts what the real class would be given."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return args[0] if args else self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return make_inert(name)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Accepts any class keyword, as Keras' own base classes do."""


def make_inert(name: str) -> InertType:
    """A new stand-in class of that name."""
    return InertType(name, (Inert,), {})


class InertModule(ModuleType):
    """A module in which every name is a stand-in."""

    __version__ = "0.0.0"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return make_inert(name)


class InertImports(MetaPathFinder, Loader):
    """Finds and loads inert modules for the packages that are not installed."""

    def __init__(self, missing: frozenset[str]) -> None:
        self.missing = missing

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """A spec for a missing package or a module below it, else None."""
        if fullname.partition(".")[0] not in self.missing:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """An inert module of that name."""
        return InertModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is run: the module is inert."""


def install() -> bool:
    """TensorFlow's packages can be imported from now on; True when one of them is a stand-in."""
    missing = frozenset(name for name in ANSWERED_FOR if PathFinder.find_spec(name) is None)
    if missing and not any(isinstance(finder, InertImports) for finder in sys.meta_path):
        sys.meta_path.append(InertImports(missing))
    return "tensorflow" in missing


def needs_tensorflow(component_class: type) -> str | None:
    """The name of Rasa's component that needs TensorFlow, if the class is or extends one."""
    names = (base.__name__ for base in component_class.__mro__ if base.__module__.startswith("rasa."))
    return next((name for name in names if name in NEEDS_TENSORFLOW), None)


def refuse_what_needs_tensorflow() -> None:
    """From now on Rasa refuses, on training and on loading, a component that needs TensorFlow."""
    from rasa.engine.graph import GraphNode
    from rasa.shared.exceptions import InvalidConfigException

    instantiate = GraphNode.__init__

    def checked(self: Any, node_name: str, component_class: type, *args: Any, **kwargs: Any) -> None:
        wrapped = next(
            (a["graph_component_class"] for a in _configs(args, kwargs) if "graph_component_class" in a), None
        )
        culprit = needs_tensorflow(wrapped or component_class)
        if culprit:
            raise InvalidConfigException(
                f"config.yml names {culprit}, which needs TensorFlow, and this environment has none. "
                "Take it out, or install requirements/rasa-tensorflow.txt into .venv-rasa "
                "(docs/decisions/0001-rasa-without-tensorflow.md)."
            )
        instantiate(self, node_name, component_class, *args, **kwargs)

    GraphNode.__init__ = checked


def _configs(args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[dict[str, Any]]:
    return [value for value in (*args, *kwargs.values()) if isinstance(value, dict)]
