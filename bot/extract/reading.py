"""Everything a message says, each word used once: the extractors' findings, arbitrated."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable
from operator import attrgetter

from bot.extract.authority import find_authorities
from bot.extract.choice import find_choices
from bot.extract.claims import claimed
from bot.extract.contact import find_contacts
from bot.extract.customization import find_customizations
from bot.extract.includes import find_covered
from bot.extract.location import find_locations
from bot.extract.model import Context, Entity, Text
from bot.extract.money import find_money
from bot.extract.shipping import find_shippings
from bot.extract.superseded import is_superseded
from bot.extract.timeline import find_timelines
from bot.extract.tokens import tokens
from bot.extract.unsure import find_unsure
from bot.extract.volume import find_volumes

EXTRACTORS: tuple[Callable[[Text, Context], list[Entity]], ...] = (
    find_contacts,
    find_timelines,
    find_locations,
    find_money,
    find_volumes,
    find_customizations,
    find_authorities,
    find_shippings,
    find_choices,
    find_unsure,
)
# Of two findings of these kinds on the same words one is wrong; other kinds may share words.
_EXCLUSIVE = frozenset({"contact", "money", "volume", "timeline", "location", "number"})

_START = attrgetter("start")
_AMOUNTS = frozenset({"money", "volume", "number"})  # "entre dos y tres mil" names nobody who decides


def read(raw: str, context: Context) -> list[Entity]:
    """All entities of the message, ordered by where they start; no two exclusive ones share words."""
    text = Text(raw)
    found = [entity for extract in EXTRACTORS for entity in extract(text, context)]
    kept = _current(text, context, _arbitrated(found))
    claims = claimed(text, context, kept)
    kept = _without_periods(kept, claims) + claims
    amounts = _Taken()
    for one in kept:
        if one.name in _AMOUNTS:
            amounts.take(one)
    kept = [one for one in kept if one.name != "authority" or amounts.is_free(one)]
    kept = _without_services(kept)
    covered = find_covered(text, context)
    if covered is not None and _adds(covered, kept):
        kept.append(covered)
    return sorted(kept, key=lambda entity: (entity.start, entity.end))


def _without_periods(found: list[Entity], claims: list[Entity]) -> list[Entity]:
    """The findings without times that say by what period a claimed amount counts: "2000 a year max"."""
    counted = _Taken()
    for one in claims:
        if one.value.get("per"):
            counted.take(one)
    return [one for one in found if one.name != "timeline" or counted.is_free(one)]


def _without_services(found: list[Entity]) -> list[Entity]:
    """The findings without unlisted places that are ways to deliver: "recogida"."""
    services = [one for one in found if one.name == "shipping"]
    return [
        one
        for one in found
        if not (one.name == "location" and one.value.get("unknown"))
        or all(one.start >= other.end or other.start >= one.end for other in services)
    ]


def _arbitrated(found: list[Entity]) -> list[Entity]:
    """The findings without the exclusive ones that a stronger one overlaps."""
    exclusive = sorted((one for one in found if one.name in _EXCLUSIVE), key=_weakness)
    kept: list[Entity] = []
    taken = _Taken()
    for entity in exclusive:
        if taken.is_free(entity):
            taken.take(entity)
            kept.append(entity)
    return kept + [one for one in found if one.name not in _EXCLUSIVE]


def _current(text: Text, context: Context, found: list[Entity]) -> list[Entity]:
    """The findings without amounts of the past, where the message has one of today ("el año pasado 500, ahora 800")."""
    for name in ("money", "volume"):
        amounts = [one for one in found if one.name == name]
        if len(amounts) < 2:
            continue
        past = [one for one in amounts if is_superseded(text, context.language, *_token_range(text, one))]
        if len(past) < len(amounts):
            found = [one for one in found if one not in past]
    return found


def _token_range(text: Text, entity: Entity) -> tuple[int, int]:
    """Indices of the first and the last token that start within the entity."""
    cut = tokens(text)
    first = bisect_left(cut, entity.start, key=_START)
    return first, max(first, bisect_left(cut, entity.end, key=_START) - 1)


class _Taken:
    """Stretches of the message that don't overlap, found in logarithmic time."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def is_free(self, entity: Entity) -> bool:
        """True when no stretch shares a character with the entity."""
        at = bisect_left(self._spans, (entity.end, 0))
        return at == 0 or self._spans[at - 1][1] <= entity.start

    def take(self, entity: Entity) -> None:
        """The entity's stretch is taken."""
        insort(self._spans, (entity.start, entity.end))


def _weakness(entity: Entity) -> tuple[int, int, str]:
    """Sorts the surest finding first: what a sign or unit proves, the longer over the shorter, a guess last.

    Equally long, a date beats a phone number: "15/03/2027".
    """
    length = entity.end - entity.start
    certain = {
        "contact": "phone" in entity.value or "email" in entity.value,
        "money": True,
        "volume": entity.value.get("unit") not in (None, "piece"),
        "timeline": True,
        "location": True,
    }
    order = "z" if entity.name == "contact" else "a"
    rank = 1 if entity.name in ("money", "volume") else 2
    return (rank if certain.get(entity.name, False) else 3), -length, order


def _adds(covered: Entity, kept: list[Entity]) -> bool:
    """True when the words say more than the money's own ``includes`` already does."""
    has_money = any(entity.name == "money" for entity in kept)
    return not has_money or False in covered.value.values()
