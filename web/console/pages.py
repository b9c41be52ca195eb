"""What every page of the console has: the reader's language, their rights, and headers that keep it private."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

import phonenumbers
import yaml
from fastapi import Request
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates
from starlette.responses import Response

from viable.bootstrap import App
from viable.domain.reasons import ReasonCode
from viable.services.staff import is_address
from web.console.limits import SignInLimits
from web.console.sessions import StaffSession, StaffSessions
from web.security import content_security_policy

FOLDER: Final = Path(__file__).parent
LANGUAGES: Final = ("es", "en")
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": content_security_policy({"trusted-types": "console"}),
}


@dataclass(frozen=True, slots=True)
class Console:
    """What the routes work with."""

    app: App
    sessions: StaffSessions
    limits: SignInLimits
    templates: Jinja2Templates

    def page(
        self,
        request: Request,
        template: str,
        session: StaffSession | None,
        *,
        status: int = 200,
        **values: Any,
    ) -> Response:
        """A page that no cache keeps and no other site frames."""
        language = spoken(request)
        context = {
            "language": language,
            "t": texts(language),
            "session": session,
            "company": self.app.playbook().company.name,
            "path": request.url.path,
            **values,
        }
        return self.templates.TemplateResponse(
            request, template, context, status_code=status, headers=dict(HEADERS)
        )

    def reasons(self, language: str) -> list[tuple[ReasonCode, str]]:
        """Code and label of what a rep may choose, the likeliest first: the operational ones."""
        labels = self.app.playbook().reasons
        return [
            (code, labels[code].get(language, code.value))
            for code in ReasonCode
            if code in labels and code is not ReasonCode.FIGURES_UNCONFIRMED
        ]

    def labels(self, language: str) -> dict[str, str]:
        """Label of every reason, those of the machine alone included."""
        return {
            code.value: words.get(language, code.value) for code, words in self.app.playbook().reasons.items()
        }


def make_templates() -> Jinja2Templates:
    """The console's templates; everything they show is text unless a filter below made it a link."""
    templates = Jinja2Templates(directory=FOLDER / "templates")
    templates.env.trim_blocks = templates.env.lstrip_blocks = True
    filters: dict[str, Callable[[str], str]] = {
        "web_link": web_link,
        "mail_link": mail_link,
        "phone_link": phone_link,
        "phone": phone,
    }
    templates.env.filters.update(filters)
    return templates


def to(path: str) -> RedirectResponse:
    """The browser goes to another page of the console."""
    return RedirectResponse(path, status_code=303, headers={"Cache-Control": "no-store"})


def web_link(text: str) -> str:
    """The text when it is a plain web address, else "": what a visitor sent may be anything."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc else ""


def mail_link(text: str) -> str:
    """``mailto:`` of an e-mail address, "" for anything else; nothing in it can add a subject or a copy."""
    return f"mailto:{quote(text, safe='@')}" if is_address(text) else ""


def phone_link(text: str) -> str:
    """``tel:`` of a number in E.164, "" for anything else."""
    number = _phone(text)
    return (
        ""
        if number is None
        else f"tel:{phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)}"
    )


def phone(text: str) -> str:
    """A number as people write it, such as +34 600 00 00 00; the text itself when it is none."""
    number = _phone(text)
    if number is None:
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _phone(text: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return None


def spoken(request: Request) -> str:
    """The reader's favourite among the languages of the console; the company's when they read neither."""
    for tag in _by_preference(request.headers.get("accept-language", "")):
        primary = tag.partition("-")[0]
        if primary in LANGUAGES:
            return primary
    return LANGUAGES[0]


def _by_preference(header: str) -> Sequence[str]:
    def weight(part: str) -> float:
        _, _, quality = part.partition(";q=")
        try:
            return float(quality) if quality else 1.0
        except ValueError:
            return 0.0

    parts = [part.replace(" ", "").lower() for part in header[:500].split(",")]
    return [part.partition(";")[0] for part in sorted(parts, key=weight, reverse=True)]


@cache
def texts(language: str) -> dict[str, Any]:
    """All texts of the console in one language."""
    loaded: dict[str, Any] = yaml.safe_load(
        (FOLDER / "texts" / f"{language}.yml").read_text(encoding="utf-8")
    )
    return loaded
