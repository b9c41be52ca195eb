"""Who sees and does what: the one table of rights of the console."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from viable.domain.staff import Role

ROLES: Final[tuple[Role, ...]] = ("sales", "operations", "marketing", "admin")


@dataclass(frozen=True, slots=True)
class Sight:
    """What a role may see of a lead, beyond what was asked for and promised.

    Attributes:
        persons: name, ways to reach them, consent, their own words, the conversation. They agreed to be called
            about this request; nobody else has business with who they are.
        margin: what the company earns, and what limits production.
        source: campaign, page and referrer.
        acts: accept, contacted, reject.
    """

    persons: bool = False
    margin: bool = False
    source: bool = False
    acts: bool = False


SIGHTS: Final[dict[Role, Sight]] = {
    "admin": Sight(persons=True, margin=True, source=True, acts=True),
    "sales": Sight(persons=True, margin=True, source=True, acts=True),
    "operations": Sight(margin=True),
    "marketing": Sight(source=True),
}


def acting_roles() -> tuple[Role, ...]:
    """Roles that work on leads."""
    return tuple(role for role, sight in SIGHTS.items() if sight.acts)
