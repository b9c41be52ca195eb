"""How much of the factory may be reserved from chats: by one contact, by one company, and by all together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from viable.domain.capacity import Capacity, Load
from viable.domain.settings import HoldSettings

HOURS_THAT_DO_NOT_COUNT = 1e-6


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a hold is for, in a form in which the same person or company is the same, however typed.

    Attributes:
        contacts: e-mail address and phone number; a hold needs one of them at least.
        company: name of the company; empty when not told.
    """

    contacts: frozenset[str]
    company: str = ""

    @classmethod
    def of(cls, contact: Mapping[str, object]) -> Holder:
        """The holder that a lead's contact describes."""
        email = str(contact.get("email") or "").strip().casefold()
        phone = "".join(char for char in str(contact.get("phone") or "") if char.isdigit())
        letters = str(contact.get("company") or "").casefold()
        company = "".join(char for char in letters if char.isalnum())
        return cls(frozenset(filter(None, (email, phone))), company)

    @property
    def is_reachable(self) -> bool:
        return bool(self.contacts)


@dataclass(frozen=True, slots=True)
class Hold:
    """Hours that are reserved until a moment; ``owner`` is the lead's id."""

    owner: str
    loads: tuple[Load, ...]
    expires_at: datetime


def may_hold(
    holder: Holder,
    loads: Iterable[Load],
    others: Sequence[tuple[Hold, Holder]],
    capacity: Capacity,
    settings: HoldSettings,
) -> bool:
    """Whether these hours may be reserved beside the live holds of others, each with its holder.

    All holds together get ``quota_share`` of a resource's actual hours in each week.
    """
    if not holder.is_reachable:
        return False
    if sum(bool(holder.contacts & other.contacts) for _, other in others) >= settings.per_contact:
        return False
    same = sum(other.company == holder.company for _, other in others) if holder.company else 0
    if same >= settings.per_company:
        return False
    held: dict[tuple[str, date], float] = defaultdict(float)
    for hold, _ in others:
        for load in hold.loads:
            held[load.resource, load.week] += load.hours
    wanted: dict[tuple[str, date], float] = defaultdict(float)
    for load in loads:
        wanted[load.resource, load.week] += load.hours
    share = float(settings.quota_share)
    for (resource, week), hours in wanted.items():
        bucket = capacity.bucket(resource, week)
        quota = share * bucket.actual_hours if bucket else 0.0
        if held[resource, week] + hours > quota + HOURS_THAT_DO_NOT_COUNT:
            return False
    return True
