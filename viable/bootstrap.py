"""The parts put together: the one place that knows which adapter serves which port."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache

from viable.campaigns.register import CampaignRegister
from viable.campaigns.webhook import SignedWebhook
from viable.crm.builtin import BuiltInCrm
from viable.domain.conversation import Conversation
from viable.domain.errors import NotFound
from viable.domain.playbook import Playbook
from viable.feeds.exchange_rates import ecb_rates
from viable.feeds.playbook_files import opening_plan, parse_playbook, read_files
from viable.feeds.questions_file import read_questions
from viable.ports import CampaignControl, Transaction
from viable.rasa import RasaDialogue
from viable.services.api_keys import ApiKeys
from viable.services.bottleneck import Bottlenecks
from viable.services.breakers import BreakerWatch
from viable.services.campaigns import CampaignDelivery
from viable.services.capacity import fill, refresh_capacity
from viable.services.company import CompanyReader
from viable.services.conversation import Conversations
from viable.services.hand_off import Delivery, write_lead
from viable.services.inbox import Inbox
from viable.services.lead_times import LeadTimes
from viable.services.staff import StaffAccounts
from viable.services.turns import Turns
from viable.services.viability import ViabilityChecks
from viable.settings import ROOT, Settings, read_settings
from viable.storage.coding import encode
from viable.storage.store import SqlStore
from viable.wording.responses import Sentences, read_responses
from viable.wording.terms import read_terms
from viable.wording.wording import Wording

TURNS_AT_ONCE = 16
DATA = ROOT / "data"


def now() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class App:
    """One installation's services; each is made when first asked for."""

    settings: Settings
    clock: Callable[[], datetime] = now

    @cached_property
    def store(self) -> SqlStore:
        return SqlStore(self.settings.database_url)

    @cached_property
    def reader(self) -> CompanyReader:
        return CompanyReader(parse_playbook, ecb_rates)

    @cached_property
    def wording(self) -> Wording:
        return Wording(read_terms(DATA), self._family_name, self.clock)

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(
            store=self.store,
            reader=self.reader,
            questions=read_questions(DATA / "questions.yml", self.wording.languages),
            consent_text=lambda language: self.wording.term("consent", "text", language),
            encode=encode,
        )

    @cached_property
    def turns(self) -> Turns:
        pool = ThreadPoolExecutor(TURNS_AT_ONCE, thread_name_prefix="turn")
        return Turns(
            self.store,
            RasaDialogue(self.settings.rasa_url, TURNS_AT_ONCE),
            self.wording,
            clock=self.clock,
            submit=pool.submit,
            give_up=self._give_up,
            questions=len(self.conversations.questions) - 1,
        )

    @cached_property
    def delivery(self) -> Delivery:
        return Delivery(self.store, BuiltInCrm(self.store, self.clock), self.wording, self.clock)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.store, self.clock, lambda: frozenset(self.playbook().reasons))

    @cached_property
    def staff(self) -> StaffAccounts:
        return StaffAccounts(self.store, self.clock)

    @cached_property
    def api_keys(self) -> ApiKeys:
        return ApiKeys(self.store, self.clock)

    @cached_property
    def viability(self) -> ViabilityChecks:
        return ViabilityChecks(self.store, self.reader, self.clock)

    @cached_property
    def bottlenecks(self) -> Bottlenecks:
        return Bottlenecks(self.store, self.reader, self.clock)

    @cached_property
    def lead_times(self) -> LeadTimes:
        return LeadTimes(self.store, self.reader, self.clock)

    @cached_property
    def breakers(self) -> BreakerWatch:
        return BreakerWatch(self.store, self.reader, self.clock)

    @cached_property
    def campaigns(self) -> CampaignDelivery:
        url, secret = self.settings.campaign_webhook, self.settings.campaign_secret
        control: CampaignControl = SignedWebhook(url, secret, self.clock) if url else CampaignRegister()
        return CampaignDelivery(self.store, self.reader, control, self.clock)

    @cached_property
    def sentences(self) -> Sentences:
        return Sentences(read_responses(DATA, self.wording.languages), self.wording)

    def playbook(self) -> Playbook:
        """The active one; raises NotFound before `prepare`."""
        with self.store.read() as tx:
            return self.reader.playbook(tx)

    def prepare(self) -> None:
        """Tables exist, the playbook of the files is active, and capacity follows calendar and orders.

        Raises BadPlaybook with every problem; the store then stays as it was.
        """
        self.store.create()
        files = read_files(self.settings.playbook)
        playbook = parse_playbook(files)
        at = self.clock()
        with self.store.write() as tx:
            if tx.playbooks.active_version() != playbook.version:
                tx.playbooks.apply(playbook.version, files, "files", at)
            self._refresh(tx, playbook, at)

    def warm(self) -> None:
        """Everything that a turn reads is in memory, so that the first prospect does not wait for it."""
        with self.store.read() as tx:
            self.reader.company(tx, self.clock())
        _ = self.conversations, self.wording

    def refresh(self) -> None:
        """Capacity follows shifts and calendar as they are now."""
        with self.store.write() as tx:
            self._refresh(tx, self.reader.playbook(tx), self.clock())

    def _refresh(self, tx: Transaction, playbook: Playbook, at: datetime) -> None:
        plan = opening_plan(tx.playbooks.files(playbook.version), at.date())
        refresh_capacity(tx, playbook, plan.weeks, at)
        fill(tx, playbook, plan.orders, plan.downtime, plan.weeks, at)

    def _family_name(self, family: str, language: str) -> str:
        try:
            # Names are asked for inside other transactions: no second connection for what is known already.
            playbook = self.reader.latest or self.playbook()
            return playbook.family(family).names.get(language, family)
        except NotFound:
            return family

    def _give_up(self, tx: Transaction, conversation: Conversation, at: datetime) -> None:
        conversation.state.wants = "person"
        tx.conversations.save(conversation)
        write_lead(tx, conversation, None, at, encode)


@lru_cache(maxsize=1)
def app() -> App:
    """This process's installation."""
    return App(read_settings())
