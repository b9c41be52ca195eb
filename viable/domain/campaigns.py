"""What paid campaigns should do while breakers warn or are open: only those that sell what cannot be made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from viable.domain.breakers import Breaker, State
from viable.domain.playbook import Campaign

CampaignState = Literal["running", "slowed", "paused"]
Outcome = Literal["queued", "delivered", "superseded", "refused"]

DOES: Mapping[State, CampaignState] = {"closed": "running", "warning": "slowed", "open": "paused"}
MILDEST_FIRST: tuple[State, ...] = ("closed", "warning", "open")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a campaign should do, and why."""

    campaign: str
    state: CampaignState
    cause: str


@dataclass(frozen=True, slots=True)
class CampaignChange:
    """A campaign told to do something else; the newest of a campaign is what it should be doing.

    Attributes:
        id: the same at every try, so that whoever is told twice knows.
        outcome: superseded: a newer change came before this one was delivered.
    """

    id: str
    campaign: str
    before: CampaignState
    after: CampaignState
    at: datetime
    cause: str
    outcome: Outcome = "queued"
    attempts: int = 0
    due_at: datetime | None = None
    error: str = ""


def wishes(
    campaigns: Iterable[Campaign], families: Collection[str], breakers: Mapping[str, Breaker]
) -> list[Wish]:
    """What every campaign should do, in the order given.

    A campaign for several families is slowed as soon as one of them is short, since part of what it brings cannot be made,
    and paused only when none of them can.
    """
    return [_wish(campaign, families, breakers) for campaign in campaigns]


def _wish(campaign: Campaign, families: Collection[str], breakers: Mapping[str, Breaker]) -> Wish:
    sold = [family for family in families if not campaign.families or family in campaign.families]
    found = [breakers[scope] for family in sold if (scope := f"family:{family}") in breakers]
    short = [breaker for breaker in found if breaker.state != "closed"]
    if not short:
        return Wish(campaign.id, "running", "every family that it sells can be made")
    mildest = min((breaker.state for breaker in found), key=MILDEST_FIRST.index)
    state = DOES["open"] if mildest == "open" else DOES["warning"]
    cause = ", ".join(f"{breaker.scope} {breaker.state} at {breaker.ratio:.0%}" for breaker in short)
    return Wish(campaign.id, state, cause)
