"""Domain records to JSON and back, by their type annotations."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def encode(record: object) -> Any:
    """The record as JSON-ready data."""
    return _adapter(type(record)).dump_python(record, mode="json")


def decode[T](kind: type[T], data: object) -> T:
    """The record that ``encode`` made the data from."""
    result: T = _adapter(kind).validate_python(data)
    return result
