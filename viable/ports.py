"""What the services need from the outside, as protocols that adapters implement."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from viable.domain.breakers import Breaker, Transition
from viable.domain.campaigns import CampaignChange
from viable.domain.conversation import Answer, Button, Conversation, Item, ItemKind, Json, Message, Step
from viable.domain.holds import Hold
from viable.domain.lead import Attempt, CrmLead, HandOff, Lead
from viable.domain.playbook import Campaign
from viable.domain.staff import Account, ApiKey, SignInLink


class Conversations(Protocol):
    """Conversations, their messages, transcript and stored steps."""

    def add(self, conversation: Conversation) -> None: ...
    def get(self, conversation_id: str) -> Conversation:
        """The conversation; raises NotFound."""

    def save(self, conversation: Conversation, answers: Sequence[Answer] = ()) -> None:
        """State is stored; ``answers`` are appended to the history."""

    def history(self, conversation_id: str) -> list[Answer]:
        """Every answer ever given, oldest first."""

    def take_lease(self, conversation_id: str, owner: str, now: datetime, until: datetime) -> bool:
        """True when ``owner`` alone may run turns until the given time."""

    def release_lease(self, conversation_id: str, owner: str) -> None: ...

    def add_message(self, message: Message) -> Message:
        """The stored message; the earlier one when its ``client_id`` was seen before."""

    def save_message(self, message: Message) -> None: ...
    def message(self, message_id: str) -> Message: ...
    def pending(self, conversation_id: str) -> list[Message]:
        """Messages whose turn is not complete, oldest first."""

    def due(self, now: datetime, limit: int) -> list[str]:
        """Ids of conversations with a message that is due and no live lease."""

    def add_item(
        self,
        conversation_id: str,
        kind: ItemKind,
        text: str,
        at: datetime,
        buttons: Sequence[Button] = (),
        client_id: str | None = None,
    ) -> Item: ...
    def items(self, conversation_id: str, after: int = 0) -> list[Item]:
        """Transcript lines with ``seq`` > ``after``, oldest first."""

    def button(self, conversation_id: str, token: str) -> Button | None: ...
    def add_step(self, message_id: str, conversation_id: str, step: Step, at: datetime) -> None: ...
    def step(self, message_id: str) -> Step | None: ...


class Leads(Protocol):
    """Leads, hand-offs and the attempts at delivering them."""

    def next_reference(self) -> str: ...
    def add(self, lead: Lead, hand_off: HandOff) -> None: ...
    def save(self, lead: Lead) -> None: ...
    def get(self, lead_id: str) -> Lead: ...
    def of_conversation(self, conversation_id: str) -> Lead | None: ...
    def hand_off(self, lead_id: str) -> HandOff: ...
    def save_hand_off(self, hand_off: HandOff) -> None: ...
    def due_hand_offs(self, now: datetime, limit: int) -> list[HandOff]:
        """Queued hand-offs whose time has come, oldest first."""

    def add_attempt(self, attempt: Attempt) -> None: ...
    def attempts(self, hand_off_id: str) -> list[Attempt]:
        """Oldest first."""


class CrmLeads(Protocol):
    """The built-in CRM's own records."""

    def upsert(self, external_id: str, at: datetime) -> str:
        """Id of the record with this external id, made if there was none."""

    def newest(self, limit: int) -> list[CrmLead]:
        """Records with their leads, newest first."""

    def get(self, crm_id: str) -> CrmLead: ...
    def save(self, record: CrmLead) -> None: ...


class Demands(Protocol):
    """Wishes for places that are not served: demand to learn from, not input errors."""

    def add(self, conversation_id: str, place: Json, request: Json, at: datetime) -> None: ...
    def count(self) -> int: ...


class Playbooks(Protocol):
    """Versions of the playbook, as the texts of its files."""

    def active(self) -> tuple[str, Mapping[str, str]] | None:
        """Version and files of the active playbook, None before the first."""

    def active_version(self) -> str | None:
        """Version of the active playbook, without reading its files."""

    def files(self, version: str) -> Mapping[str, str]: ...
    def apply(self, version: str, files: Mapping[str, str], author: str, at: datetime) -> None:
        """This version is the active one."""


class Loads(Protocol):
    """Buckets of capacity, and what fills them."""

    def replace_buckets(
        self, rows: Sequence[tuple[str, date, float, float]], source: str, at: datetime
    ) -> None:
        """Rows of resource, Monday, actual and maximum hours."""

    def replace_load(self, rows: Sequence[tuple[str, date, float]], source: str, at: datetime) -> None:
        """Rows of resource, Monday, hours; replaces what this source said before."""

    def has_load(self, source: str) -> bool:
        """True when this source has said something."""

    def buckets(self, since: date) -> list[tuple[str, date, float, float, float]]:
        """Rows of resource, Monday, actual, maximum and taken hours (live holds included), by week."""

    def as_of(self) -> datetime | None:
        """When capacity was last told, None if never."""

    def add_hold(
        self, owner: str, rows: Sequence[tuple[str, date, float]], expires_at: datetime, at: datetime
    ) -> None:
        """Hours are taken for ``owner`` until the hold expires; replaces the owner's earlier hold."""

    def release_hold(self, owner: str) -> None: ...
    def hold_of(self, owner: str) -> list[tuple[str, date, float]]:
        """Rows of resource, Monday, hours; none without a live hold."""

    def live_holds(self) -> int: ...
    def expire_holds(self, now: datetime) -> int:
        """Number of holds released because their time was over."""


class Staff(Protocol):
    """Accounts of the people behind the sign-in."""

    def count(self) -> int: ...
    def add(self, account: Account) -> None: ...
    def save(self, account: Account) -> None: ...
    def by_email(self, email: str) -> Account | None: ...
    def get(self, account_id: str) -> Account | None: ...
    def all(self) -> list[Account]:
        """By name."""

    def add_link(self, link: SignInLink) -> None: ...
    def link(self, token_hash: str, now: datetime) -> SignInLink | None:
        """The link, still good for one use; None when unknown, used or expired."""

    def void_links(self, account_id: str, now: datetime) -> None:
        """None of the account's links is good any more."""

    def use_link(self, token_hash: str, now: datetime) -> SignInLink | None:
        """The link, marked as used; None when unknown, used or expired."""


class ApiKeys(Protocol):
    """Keys with which other systems speak for a member of staff."""

    def add(self, key: ApiKey) -> None: ...
    def holder(self, key_hash: str) -> Account | None:
        """The account of a key that is not revoked, None also when the account is disabled."""

    def revoke(self, account_id: str, now: datetime) -> int:
        """Number of keys of the account that were good until now."""


class Holds(Protocol):
    """What is reserved, for those who want to reserve more."""

    def lock(self) -> None:
        """Nobody else takes hours until this transaction ends."""

    def live(self, now: datetime) -> list[Hold]:
        """Holds whose time is not over, by owner."""


class Breakers(Protocol):
    """Breakers and the transitions that they made."""

    def lock(self) -> None:
        """No other transaction gets past here until this one ends."""

    def all(self) -> dict[str, Breaker]:
        """By scope."""

    def save(self, breaker: Breaker) -> None: ...
    def forget(self, scopes: Collection[str]) -> None:
        """These scopes are no more; their transitions stay."""

    def add_transition(self, transition: Transition) -> None: ...
    def transitions(self, limit: int = 100) -> list[Transition]:
        """Newest first."""


class Campaigns(Protocol):
    """What campaigns were told to do."""

    def states(self) -> dict[str, CampaignChange]:
        """The newest change of each campaign, by its id; campaigns that were never told anything are not in it."""

    def add(self, change: CampaignChange) -> None:
        """This change is the campaign's newest; those still queued for it are superseded."""

    def save(self, change: CampaignChange) -> None:
        """Outcome, attempts, due time and error of a change that is still queued are stored."""

    def due(self, now: datetime, limit: int) -> list[CampaignChange]:
        """Queued changes whose time has come, oldest first."""

    def history(self, limit: int = 100) -> list[CampaignChange]:
        """Newest first."""


class Transaction(Protocol):
    """One database transaction."""

    @property
    def conversations(self) -> Conversations: ...
    @property
    def leads(self) -> Leads: ...
    @property
    def crm(self) -> CrmLeads: ...
    @property
    def demands(self) -> Demands: ...
    @property
    def playbooks(self) -> Playbooks: ...
    @property
    def loads(self) -> Loads: ...
    @property
    def staff(self) -> Staff: ...
    @property
    def api_keys(self) -> ApiKeys: ...
    @property
    def holds(self) -> Holds: ...
    @property
    def breakers(self) -> Breakers: ...
    @property
    def campaigns(self) -> Campaigns: ...


class Store(Protocol):
    """Where everything is kept."""

    def read(self) -> AbstractContextManager[Transaction]: ...
    def write(self) -> AbstractContextManager[Transaction]:
        """Commits at the end, rolls back on an exception; writers take turns."""


class Crm(Protocol):
    """A CRM that leads are delivered to."""

    name: str

    def upsert_lead(self, lead: Lead, transcript: Sequence[Item]) -> str:
        """The CRM's id of the record; the same lead twice gives the same record.

        Raises Unavailable when trying again may help, BadInput when it will not.
        """


class CampaignControl(Protocol):
    """Where paid campaigns are run: an advertising account, an agency's system, or nothing but our own register."""

    name: str

    def set_state(self, campaign: Campaign, change: CampaignChange) -> None:
        """The campaign does what the change says; the same change twice has no further effect.

        Raises Unavailable when trying again may help, BadInput when it will not.
        """


class Dialogue(Protocol):
    """What understands one message and words the answer: Rasa."""

    def turn(self, conversation_id: str, text: str, metadata: Json) -> list[Json]:
        """Replies as ``{"text", "buttons": [{"title", "payload"}]}``; raises Unavailable."""
