"""Domain records to JSON and back, by their type annotations."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def encode(record: object) -> Any:
    """The record as JSON-ready data."""
    return _adapter(type(record)).dump_python(record, mode="json")


def decode[T](kind: type[T], data: object) -> T:
    """The record that ``encode`` made the data from."""
    result: T = _adapter(kind).validate_python(data)
    return result
