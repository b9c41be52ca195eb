"""Accounts, passwords and one-time links, and what reps do with leads, without pages."""

from __future__ import annotations

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.console_office import MONDAY, PASSWORD, Office
from viable.domain.calendars import Calendar
from viable.domain.errors import BadInput, Conflict, NotFound
from viable.domain.waiting import Hours
from viable.services.staff import FIRST_ADMIN, StaffAccounts


@pytest.fixture
def staff(office: Office) -> StaffAccounts:
    return office.app.staff


def joined(staff: StaffAccounts, email: str = "ana@levante.example") -> str:
    """Id of a sales rep with a password."""
    return staff.set_password(staff.add(email, "Ana", "sales"), PASSWORD).id


def test_a_password_is_stored_as_argon2_only(staff: StaffAccounts) -> None:
    joined(staff)
    (account,) = staff.all()
    assert account.password_hash.startswith("$argon2id$")
    assert PASSWORD not in account.password_hash


def test_who_has_no_password_yet_or_is_disabled_cannot_sign_in(staff: StaffAccounts) -> None:
    link = staff.first_link()
    assert link is not None
    staff.set_password(link, PASSWORD, "Jefa", "jefa@levante.example")
    staff.add("new@levante.example", "New", "sales")
    gone = joined(staff)
    assert staff.sign_in("ANA@levante.example ", PASSWORD) is not None
    staff.disable(gone)
    for email in ("new@levante.example", "ana@levante.example"):
        assert staff.sign_in(email, PASSWORD) is None
        assert staff.sign_in(email, "") is None


def test_a_link_works_once_within_a_day(office: Office, staff: StaffAccounts) -> None:
    token = staff.add("ana@levante.example", "Ana", "sales")
    staff.set_password(token, PASSWORD)
    with pytest.raises(BadInput, match="used"):
        staff.set_password(token, PASSWORD)
    late = staff.add("eva@levante.example", "Eva", "sales")
    office.clock.pass_time(hours=24, seconds=1)
    assert staff.holder(late) is None
    with pytest.raises(BadInput, match="too old"):
        staff.set_password(late, PASSWORD)


def test_a_new_password_ends_every_session(staff: StaffAccounts) -> None:
    account_id = joined(staff)
    before = staff.get(account_id)
    after = staff.set_password(staff.link(account_id), PASSWORD)
    assert before is not None
    assert after.session_epoch > before.session_epoch


def test_only_the_first_admin_chooses_the_address(staff: StaffAccounts) -> None:
    token = staff.first_link()
    assert token is not None
    holder = staff.holder(token)
    assert holder is not None
    assert holder.email == FIRST_ADMIN
    assert staff.set_password(token, PASSWORD, "M", "m@levante.example").email == "m@levante.example"
    other = staff.set_password(
        staff.add("a@levante.example", "A", "sales"), PASSWORD, "A", "b@levante.example"
    )
    assert other.email == "a@levante.example"
    assert staff.first_link() is None


def test_an_address_belongs_to_one_account(staff: StaffAccounts) -> None:
    staff.add("ana@levante.example", "Ana", "sales")
    with pytest.raises(Conflict):
        staff.add(" ANA@levante.example", "Otra", "sales")
    token = staff.first_link()
    assert token is not None
    with pytest.raises(Conflict):
        staff.set_password(token, PASSWORD, "Jefa", "ana@levante.example")
    assert staff.holder(token) is not None, "a refused form leaves the link as it was"


@pytest.mark.parametrize("password", ["", "x" * 11, "x" * 1001])
def test_a_password_that_is_too_short_or_long_is_refused(staff: StaffAccounts, password: str) -> None:
    token = staff.add("ana@levante.example", "Ana", "sales")
    with pytest.raises(BadInput, match="characters"):
        staff.set_password(token, password)


def test_the_last_administrator_cannot_be_disabled(staff: StaffAccounts) -> None:
    token = staff.first_link()
    assert token is not None
    admin = staff.set_password(token, PASSWORD, "Jefa", "jefa@levante.example")
    pending = staff.add("otra@levante.example", "Otra", "admin")
    with pytest.raises(Conflict):
        staff.disable(admin.id)
    staff.set_password(pending, PASSWORD)
    staff.disable(admin.id)
    with pytest.raises(NotFound):
        staff.link(admin.id)


def test_what_was_done_once_is_not_done_again(office: Office) -> None:
    inbox, crm_id = office.app.inbox, office.lead()
    inbox.contacted(crm_id, "Ana")
    for again in (inbox.accept, inbox.contacted):
        with pytest.raises(Conflict):
            again(crm_id, "Eva")
    inbox.reject(crm_id, "Ana", "no_live_project")
    with pytest.raises(Conflict):
        inbox.reject(crm_id, "Eva", "spam")
    file = inbox.open(crm_id)
    assert [row["did"] for row in file.record.log] == ["contacted", "rejected"]
    assert file.hand_off.state == "rejected"
    assert file.record.reason == "no_live_project"


def test_waiting_counts_working_hours_only() -> None:
    calendar = Calendar(frozenset({MONDAY.date() + timedelta(days=1)}))
    hours = Hours(time(9), time(18), ZoneInfo("Europe/Madrid"), calendar)
    evening = MONDAY.replace(hour=16, minute=50)  # 17:50 in Madrid; Tuesday is a holiday
    wednesday = evening.replace(day=25, hour=8, minute=5)
    assert hours.worked(evening, wednesday) == timedelta(minutes=15)
    assert hours.worked(wednesday, evening) == timedelta()
    assert hours.is_at_work(evening)
    assert not hours.is_at_work(evening + timedelta(days=1))
    assert not hours.is_at_work(evening + timedelta(minutes=10))
