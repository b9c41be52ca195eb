"""Everything a message says, each word used once: the extractors' findings, arbitrated."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module

from bot.extract.claims import claimed
from bot.extract.includes import find_covered
from bot.extract.model import Context, Entity, Text

Extractor = Callable[[Text, Context], list[Entity]]

_EXTRACTORS = (
    ("contact", "find_contacts"),
    ("timeline", "find_timelines"),
    ("location", "find_locations"),
    ("money", "find_money"),
    ("volume", "find_volumes"),
    ("customization", "find_customizations"),
    ("authority", "find_authorities"),
    ("shipping", "find_shippings"),
    ("choice", "find_choices"),
    ("unsure", "find_unsure"),
)
# Of two findings of these kinds on the same words one is wrong; other kinds may share words.
_EXCLUSIVE = frozenset({"contact", "money", "volume", "timeline", "location", "number"})


def read(raw: str, context: Context) -> list[Entity]:
    """All entities of the message, ordered by where they start; no two exclusive ones share words."""
    text = Text(raw)
    found = [entity for extract in _extractors() for entity in extract(text, context)]
    kept = _arbitrated(found, text)
    kept += claimed(text, context, kept)
    covered = find_covered(text, context)
    if covered is not None and _adds(covered, kept):
        kept.append(covered)
    return sorted(kept, key=lambda entity: (entity.start, entity.end))


@lru_cache(maxsize=1)
def _extractors() -> tuple[Extractor, ...]:
    found: list[Extractor] = []
    for module, function in _EXTRACTORS:
        try:
            found.append(getattr(import_module(f"bot.extract.{module}"), function))
        except (ModuleNotFoundError, AttributeError):
            continue
    return tuple(found)


def _arbitrated(found: list[Entity], text: Text) -> list[Entity]:
    """The findings without the exclusive ones that a stronger one overlaps."""
    exclusive = sorted((one for one in found if one.name in _EXCLUSIVE), key=lambda one: _weakness(one, text))
    kept: list[Entity] = []
    for entity in exclusive:
        if not any(_overlap(entity, other) for other in kept):
            kept.append(entity)
    return kept + [one for one in found if one.name not in _EXCLUSIVE]


def _overlap(one: Entity, other: Entity) -> bool:
    return one.start < other.end and other.start < one.end


def _weakness(entity: Entity, text: Text) -> tuple[int, int]:
    """Sorts the surest finding first: a phone over a date, a date over a count, the longer over the shorter."""
    length = entity.end - entity.start
    if entity.name == "contact":
        is_certain = "phone" in entity.value or "email" in entity.value
        return (0 if is_certain else 6), -length
    if entity.name == "money":
        return 1, -length
    if entity.name == "volume":
        return (2 if entity.value["unit"] not in (None, "piece") else 4), -length
    return {"timeline": 3, "location": 3}.get(entity.name, 5), -length


def _adds(covered: Entity, kept: list[Entity]) -> bool:
    """True when the words say more than the money's own ``includes`` already does."""
    has_money = any(entity.name == "money" for entity in kept)
    return not has_money or False in covered.value.values()
