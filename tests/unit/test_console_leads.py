"""What a colleague reads of a lead and does about it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.console_office import MONDAY, Office, words
from viable.domain.conversation import Answer, Json
from viable.storage.coding import encode
from web.console.pages import LANGUAGES, mail_link, phone_link, texts, web_link

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}"


def test_the_list_tells_a_lead_at_a_glance(office: Office) -> None:
    office.lead()
    said = words(office.colleague().get("/console/leads"))
    for shown in (
        "Sal y Mojo",
        "V-1001",
        "1.000 estuches",
        "Las Palmas",
        "entre el 11 y el 15/1",
        "pide 21/12",
    ):
        assert shown in said
    for shown in ("725,20 €", "Aún no", "Nueva", "Marta Soler"):
        assert shown in said


def test_the_page_of_a_lead_tells_everything_in_words(office: Office) -> None:
    said = words(office.colleague().get(f"/console/leads/{office.lead()}"))
    for shown in (
        "Nerea Quintana",
        "+34 600 00 00 00",
        "Se decide entre varios",
        "105,20 € en barco",
        "357 € · 57,6 %",
    ):
        assert shown in said
    assert "El envío en barco a Las Palmas cuesta 105,20 €: el 17,0 % de 620 € de mercancía." in said
    assert "Por aclarar: Quién decide, Presupuesto" in said
    assert "Arte final aprobado antes del 30/11." in said
    assert "225,20 € por encima de su presupuesto" not in said, "no budget was given"
    assert "Datos de fábrica hoy a las 10:12" in said
    assert "{" not in said


def test_the_same_page_is_english_for_an_english_reader(office: Office) -> None:
    said = words(office.colleague(language="en").get(f"/console/leads/{office.lead()}"))
    assert "Shipping by sea to Las Palmas costs €105.20: 17.0 % of €620 of goods." in said
    assert "Why this verdict" in said


def test_newest_leads_come_first_and_closed_ones_have_their_own_list(office: Office) -> None:
    rep = office.colleague()
    first = office.lead()
    office.clock.pass_time(seconds=30)
    office.lead(contact={"company": "Más Nueva"})
    said = words(rep.get("/console/leads"))
    assert said.index("Más Nueva") < said.index("Sal y Mojo")
    office.act(rep, f"/console/leads/{first}/reject", reason="no_capacity")
    assert "Sal y Mojo" not in words(rep.get("/console/leads"))
    assert "Sal y Mojo" in words(rep.get("/console/leads?show=closed"))


@pytest.mark.parametrize(("seconds", "alarm"), [(119, ""), (121, "soon"), (301, "late")])
def test_the_clock_warns_at_two_minutes_and_is_late_at_five(office: Office, seconds: int, alarm: str) -> None:
    office.lead()
    office.clock.pass_time(seconds=seconds)
    page = office.colleague().get("/console/leads?part=rows").text
    assert re.search(rf'class="clock {alarm}"\s+data-clock="{seconds}"', page)


def test_the_clock_stands_still_outside_working_hours_and_after_the_contact(office: Office) -> None:
    rep = office.colleague()
    office.clock.now = MONDAY.replace(hour=22)
    path = f"/console/leads/{office.lead()}"
    office.clock.pass_time(hours=3)
    assert "0:00 fuera de horario" in words(rep.get(path))
    office.clock.now = MONDAY.replace(day=24, hour=9)
    office.act(rep, f"{path}/contacted")
    waited = re.search(r"(\S+(?: h)?(?: \d+ min)?) esperó", words(rep.get(path)))
    office.clock.pass_time(hours=2)
    assert waited is not None
    assert waited[0] in words(rep.get(path))


def test_a_lead_is_accepted_then_contacted_and_the_log_tells_who_did_it(office: Office) -> None:
    rep, path = office.colleague(), f"/console/leads/{office.lead()}"
    for act in ("accept", "contacted"):
        assert office.act(rep, f"{path}/{act}").headers["location"] == path
    said = words(rep.get(path))
    assert "Sales la lleva hoy a las 11:42" in said
    assert "Sales habló con el cliente" in said


def test_who_is_second_is_told_who_was_first(office: Office) -> None:
    rep, other, path = office.colleague(), office.colleague("admin"), f"/console/leads/{office.lead()}"
    office.act(rep, f"{path}/accept")
    second = office.act(other, f"{path}/accept")
    assert second.status_code == 409
    assert "Alguien se le ha adelantado" in words(second)
    assert "Sales la lleva" in words(second)


def test_the_six_likeliest_reasons_come_first_and_the_machines_own_is_not_among_them(office: Office) -> None:
    page = office.colleague().get(f"/console/leads/{office.lead()}").text
    shown, more = page.split("Otros motivos")
    codes = re.compile(r'name="reason" value="(\w+)"')
    assert codes.findall(shown) == [
        "unrealistic_deadline",
        "no_capacity",
        "shipping_cost_prohibitive",
        "destination_not_served",
        "customization_outside_standard",
        "volume_too_low",
    ]
    assert codes.findall(more)[0] == "budget_too_low"
    assert codes.findall(more)[-1] == "other"
    assert "figures_unconfirmed" not in page


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"reason": "because"},
        {"reason": "figures_unconfirmed"},
        {"reason": "other"},
        {"reason": "misread", "note": "  "},
    ],
)
def test_a_rejection_needs_a_reason_of_the_list_and_words_for_other(
    office: Office, form: dict[str, str]
) -> None:
    rep, path = office.colleague(), f"/console/leads/{office.lead()}"
    refused = office.act(rep, f"{path}/reject", **form)
    assert refused.status_code == 400
    assert "Elija un motivo" in words(refused)
    assert "Nueva" in words(rep.get(path))


def test_a_rejected_lead_stays_readable_with_its_reason_and_note(office: Office) -> None:
    rep, path = office.colleague(), f"/console/leads/{office.lead()}"
    office.act(rep, f"{path}/reject", reason="other", note=HOSTILE)
    page = rep.get(path)
    said = words(page)
    assert "Rechazada" in said
    assert "Otro motivo" in said
    assert "Conversación" in said
    assert "alert(1)" in page.text
    assert "/reject" not in page.text


def test_a_lead_that_does_not_exist_gets_a_page_that_says_so(office: Office) -> None:
    rep = office.colleague(language="en")
    for path in (
        "/console/leads/nothing",
        "/console/leads/" + "0" * 32,
        "/console/nowhere",
        "/console/static/x",
    ):
        answer = rep.get(path)
        assert answer.status_code == 404
        assert "does not exist or has been erased" in words(answer)
    assert office.act(rep, f"/console/leads/{'0' * 32}/accept").status_code == 404


def test_a_failure_of_ours_is_a_page_without_its_cause(office: Office) -> None:
    broken = office.lead(assessment={"reasons": [{"code": "x", "secret": "y"}]})
    answer = office.colleague().get(f"/console/leads/{broken}")
    assert answer.status_code == 500
    assert "Algo ha fallado" in words(answer)
    assert "KeyError" not in answer.text


def test_a_lead_of_which_nothing_is_known_has_a_page_too(office: Office) -> None:
    bare = office.lead(
        contact={},
        answers={},
        history=[],
        assessment={},
        consent={},
        source={},
        verdict="needs_person",
        wants="person",
    )
    said = words(office.colleague().get(f"/console/leads/{bare}"))
    assert "Quiere hablar con una persona" in said
    assert "Sin datos de contacto" in said


@pytest.mark.parametrize("role", ["operations", "marketing"])
def test_only_sales_and_administration_learn_who_it_is(office: Office, role: Any) -> None:
    crm_id = office.lead()
    reader = office.colleague(role)
    for page in (reader.get("/console/leads"), reader.get(f"/console/leads/{crm_id}")):
        assert page.status_code == 200
        for private in ("Nerea", "Sal y Mojo", "salymojo", "600", "dijo need", "quiero estuches", "Acepto."):
            assert private not in page.text
        assert "V-1001" in page.text
        assert ("357" in page.text) <= (role == "operations")
        assert ("otoño" in page.text) <= (role == "marketing")


@pytest.mark.parametrize("role", ["operations", "marketing"])
@pytest.mark.parametrize("act", ["accept", "contacted", "reject"])
def test_only_sales_and_administration_work_on_leads(office: Office, role: Any, act: str) -> None:
    path = f"/console/leads/{office.lead()}"
    refused = office.act(office.colleague(role), f"{path}/{act}", reason="no_capacity")
    assert refused.status_code == 403
    assert "Esta página no es para su función" in words(refused)
    assert "Nueva" in words(office.colleague().get(path))


class Markup(HTMLParser):
    """Collects tags, attributes that run scripts, and where links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.tags.add(tag if tag != "script" or "src" in names else "inline script")
        self.attributes |= set(names)
        if names.get("href"):
            self.links.append((str(names["href"]), names))


def hostile_lead(link: str) -> Json:
    """Every field that a visitor fills, filled by one who means harm."""
    answers: dict[str, Json] = {
        "need": {"family": HOSTILE},
        "volume": {"min": 1, "max": 1, "unit": HOSTILE, "per": HOSTILE},
        "customization": {"level": HOSTILE, "details": HOSTILE},
        "size": {"size": HOSTILE},
        "location": {"name": HOSTILE},
        "authority": {"role": HOSTILE},
        "shipping": {"service": HOSTILE},
    }
    rows = [encode(Answer(topic, value, HOSTILE, "m", MONDAY)) for topic, value in answers.items()]
    why = {"code": HOSTILE, "rule_id": HOSTILE, "say": "place_not_served", "evidence": {"place": HOSTILE}}
    return {
        "contact": {
            "name": HOSTILE,
            "company": HOSTILE,
            "email": f"a@x.example?bcc={HOSTILE}",
            "phone": HOSTILE,
        },
        "answers": {row["topic"]: row for row in rows},
        "history": rows,
        "assessment": {"reasons": [why], "remarks": [why], "playbook_version": HOSTILE},
        "offered": [{"outcome": "open", "values": {"when": {"kind": "text", "value": HOSTILE}}}],
        "consent": {"text": HOSTILE, "language": HOSTILE, "at": MONDAY.isoformat()},
        "source": {"page": link, "referrer": HOSTILE, "utm": {HOSTILE: HOSTILE}},
        "rep": HOSTILE,
        "said": HOSTILE,
    }


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "https://[", "//evil.example", HOSTILE]
)
def test_whatever_a_visitor_sends_is_text_on_every_page(office: Office, link: str) -> None:
    crm_id = office.lead(**hostile_lead(link))
    rep = office.colleague("admin")
    for page in (rep.get("/console/leads"), rep.get(f"/console/leads/{crm_id}")):
        assert page.status_code == 200
        markup = Markup()
        markup.feed(page.text)
        assert not markup.tags & {"inline script", "style", "iframe"}
        assert not {name for name in markup.attributes if name == "style" or name.startswith("on")}
        assert all(re.match(r"/|#main$", href) for href, _ in markup.links), markup.links
        assert "&lt;script&gt;" in page.text
        assert "49" not in re.sub(r"\d{3,}|\w{32}", "", words(page))


def test_a_page_address_is_a_link_that_tells_nothing_of_us(office: Office) -> None:
    markup = Markup()
    markup.feed(office.colleague().get(f"/console/leads/{office.lead()}").text)
    (attributes,) = (names for href, names in markup.links if href == "https://levante.example/")
    assert attributes["rel"] == "noopener noreferrer nofollow"


def test_no_page_is_cached_or_framed_and_scripts_are_our_own(office: Office) -> None:
    rep = office.colleague()
    pages = [office.browser().get("/console/sign-in"), rep.get("/console/leads"), rep.get("/console/nowhere")]
    for page in [*pages, rep.get(f"/console/leads/{office.lead()}"), office.browser().get("/console/leads")]:
        assert page.headers["cache-control"] == "no-store"
        policy = page.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
    assert "trusted-types console" in pages[0].headers["content-security-policy"]


def test_links_are_made_of_what_they_claim_to_be_only() -> None:
    assert web_link("https://levante.example/a?b=c") == "https://levante.example/a?b=c"
    assert [web_link(text) for text in ("javascript:x", "https:", "//x.example", "https://[", "")] == [""] * 5
    assert mail_link("ana@x.example") == "mailto:ana@x.example"
    assert [mail_link(text) for text in ("ana@x.example?cc=b@x.example", "ana", "a@x.example\nBcc: b")] == [
        ""
    ] * 3
    assert phone_link("+34600000000") == "tel:+34600000000"
    assert [phone_link(text) for text in ("600", "javascript:1", "")] == [""] * 3


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en-GB,en;q=0.9,es;q=0.8", "en"),
        ("de,en;q=0.5,es;q=0.7", "es"),
        ("fr", "es"),
        ("", "es"),
        ("en;q=x", "en"),
        (";;,", "es"),
    ],
)
def test_pages_are_in_the_readers_favourite_of_our_languages(
    office: Office, header: str, language: str
) -> None:
    page = office.browser(header).get("/console/sign-in")
    assert f'<html lang="{language}">' in page.text


def shape(value: Any) -> Any:
    """The keys of nested tables, and the values that each text needs."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    return sorted(re.findall(r"{\w+}", value))


def test_the_console_says_the_same_things_in_every_language() -> None:
    spanish, *others = (shape(texts(language)) for language in LANGUAGES)
    for other in others:
        assert other == spanish
