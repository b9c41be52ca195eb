"""Dates of one delivery or several: which pieces go first, and how late they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from viable.domain.promise import Promise
from viable.domain.reasons import DateRange
from viable.domain.request import Part


def ready_ranges(made: Promise, parts: Sequence[Part]) -> list[DateRange]:
    """When each part is ready, pieces going to the first part first."""
    ranges, needed = [], 0
    for part in parts:
        needed += part.quantity
        made_so_far = 0
        for partial in made.partials:
            made_so_far += partial.quantity
            if made_so_far >= needed:
                ranges.append(DateRange(partial.earliest, partial.safe))
                break
        else:
            assert made.earliest is not None
            assert made.safe is not None
            ranges.append(DateRange(made.earliest, made.safe))
    return ranges


def not_before(days: DateRange, earliest: date | None) -> DateRange:
    """The range moved behind the first day on which the prospect takes delivery."""
    if earliest is None:
        return days
    return DateRange(max(days.earliest, earliest), max(days.latest, earliest))


def days_late(parts: Sequence[Part], arrivals: Sequence[DateRange]) -> int | None:
    """Calendar days by which the latest delivery misses its day; None when no day was asked for."""
    late = [
        (arrives.latest - part.deliver_by).days
        for part, arrives in zip(parts, arrivals, strict=True)
        if part.deliver_by is not None
    ]
    return max(0, *late) if late else None
