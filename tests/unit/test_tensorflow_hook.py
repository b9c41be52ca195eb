"""Without TensorFlow, what Rasa imports of it is inert, and what would need it is refused by name."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator

import pytest

from bot import tensorflow_hook
from bot.rasa import with_defaults


@pytest.fixture
def without_tensorflow() -> Iterator[None]:
    """The hook answers for TensorFlow during the test."""
    finder = tensorflow_hook.InertImports(frozenset({"tensorflow", "keras"}))
    before = set(sys.modules)
    sys.meta_path.insert(0, finder)
    yield
    sys.meta_path.remove(finder)
    for name in set(sys.modules) - before:
        if name.partition(".")[0] in finder.missing:
            del sys.modules[name]


@pytest.mark.usefixtures("without_tensorflow")
def test_modules_of_tensorflow_can_be_imported_at_any_depth() -> None:
    module = importlib.import_module("tensorflow.python.eager.wrap_function")
    assert isinstance(module.WrappedFunction, type)


@pytest.mark.usefixtures("without_tensorflow")
def test_its_classes_can_be_extended_and_named_in_annotations() -> None:
    tf = importlib.import_module("tensorflow")
    keras = importlib.import_module("tensorflow.keras.utils")

    class Batches(keras.Sequence):  # type: ignore[misc, name-defined]  # made at run time
        """Extends a class that is not there."""

        size: tf.Tensor  # type: ignore[name-defined]

    assert isinstance(Batches(), tensorflow_hook.Inert)


@pytest.mark.usefixtures("without_tensorflow")
def test_its_decorators_leave_functions_as_they_are() -> None:
    tf = importlib.import_module("tensorflow")

    def double(x: int) -> int:
        return 2 * x

    assert tf.function(double)(4) == 8
    assert tf.keras.utils.register_keras_serializable(package="x")(double)(4) == 8


@pytest.mark.parametrize("name", sorted(tensorflow_hook.NEEDS_TENSORFLOW))
def test_a_component_of_rasas_that_needs_tensorflow_is_known_also_through_a_subclass(name: str) -> None:
    theirs = type(name, (), {"__module__": "rasa.somewhere"})
    ours = type("Ours", (theirs,), {})
    assert tensorflow_hook.needs_tensorflow(ours) == name


def test_a_component_of_our_own_needs_no_tensorflow_whatever_its_name() -> None:
    assert tensorflow_hook.needs_tensorflow(type("TEDPolicy", (), {})) is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["run"], ["run", "-i", "127.0.0.1"]),
        (["run", "--interface", "0.0.0.0"], ["run", "--interface", "0.0.0.0"]),
        (["run", "-i=10.0.0.1"], ["run", "-i=10.0.0.1"]),
        (["train"], ["train", "--skip-validation"]),
        (["train", "nlu"], ["train", "nlu"]),
        (["shell"], ["shell"]),
        ([], []),
    ],
)
def test_rasa_listens_on_loopback_unless_told_otherwise(given: list[str], expected: list[str]) -> None:
    assert with_defaults(given) == expected
