"""How far promises are from the bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tests.oracle.bound import Bound
from tests.oracle.cases import NOW, make_case
from viable.domain.promise import promise

Verdict = Literal["earlier_than_bound", "equal", "one_week_later", "later"]


@dataclass(slots=True)
class Lateness:
    """Cases by how far the promise lies behind the bound.

    Attributes:
        later: by two weeks and more, or not promised within the known weeks although some plan would fit.
    """

    cases: int = 0
    earlier_than_bound: int = 0
    one_week_later: int = 0
    later: int = 0

    def count(self, verdict: Verdict) -> None:
        self.cases += 1
        if verdict != "equal":
            setattr(self, verdict, getattr(self, verdict) + 1)


def lateness_of(seed: int) -> Verdict:
    """Where the promise for the case of this seed lies, everything that is allowed being used."""
    case = make_case(seed)
    made = promise(
        case.work,
        case.capacity,
        case.model,
        now=NOW,
        band=case.band,
        backups=[supplier.id for supplier in case.model.backups],
    )
    bound = Bound(case)
    last = case.capacity.weeks - 1
    if made.earliest is None:
        return "later" if bound.can_be_ready_by(last) else "equal"
    week = case.capacity.index_of(made.earliest)
    if not bound.can_be_ready_by(week):
        return "earlier_than_bound"
    if not bound.can_be_ready_by(week - 1):
        return "equal"
    return "later" if bound.can_be_ready_by(week - 2) else "one_week_later"
