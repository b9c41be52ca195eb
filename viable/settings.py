"""What the machine decides, read from the environment; what the company decides is in playbook/.

docs/settings.md lists every setting; a test holds the two together.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from viable.domain.errors import BadInput

ROOT = Path(__file__).resolve().parents[1]


def _folder(text: str) -> Path:
    return ROOT / Path(text).expanduser()


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise ValueError("expected a port, 1 to 65535")
    return int(text)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())


def _setting(variable: str, default: str, meaning: str, read: Callable[[str], Any] = str) -> Any:
    return field(metadata={"variable": variable, "default": default, "meaning": meaning, "read": read})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One installation's settings, complete: empty are only what is made when missing, and what is not wanted."""

    var: Path = _setting("VIABLE_VAR", "var", "folder of the store, the logs and the secret", _folder)
    playbook: Path = _setting("VIABLE_PLAYBOOK", "playbook", "folder that the playbook is read from", _folder)
    models: Path = _setting("VIABLE_MODELS", "models", "folder of the trained models", _folder)
    database_url: str = _setting(
        "VIABLE_DATABASE_URL", "", "the store's address, as SQLAlchemy writes it; empty: SQLite in VIABLE_VAR"
    )
    secret: str = _setting(
        "VIABLE_SECRET", "", "what sessions are signed with; empty: made at the first start, in VIABLE_VAR"
    )
    web_host: str = _setting("VIABLE_WEB_HOST", "127.0.0.1", "address that the pages and the chat listen on")
    web_port: int = _setting("VIABLE_WEB_PORT", "8000", "port of the pages and the chat", _port)
    rasa_port: int = _setting("VIABLE_RASA_PORT", "5005", "port of Rasa, on 127.0.0.1 only", _port)
    actions_port: int = _setting(
        "VIABLE_ACTIONS_PORT", "5055", "port of the action server, on 127.0.0.1 only", _port
    )
    public_url: str = _setting(
        "VIABLE_PUBLIC_URL", "", "address that visitors see; empty: that of VIABLE_WEB_HOST and its port"
    )
    origins: tuple[str, ...] = _setting(
        "VIABLE_ORIGINS", "", "other web sites that may embed the chat, separated by commas", _list
    )
    campaign_webhook: str = _setting(
        "VIABLE_CAMPAIGN_WEBHOOK",
        "",
        "address that is told to pause, slow and resume campaigns; empty: nobody is",
    )
    campaign_secret: str = _setting(
        "VIABLE_CAMPAIGN_SECRET",
        "",
        "what requests to VIABLE_CAMPAIGN_WEBHOOK are signed with; required with it",
    )

    @property
    def rasa_url(self) -> str:
        """Where `web` reaches Rasa; no slash at the end."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        """Where Rasa reaches the action server's webhook."""
        return f"http://127.0.0.1:{self.actions_port}/webhook"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings in ``environ`` (default: this process's); `BadInput` names the variable that is wrong.

    Relative folders are relative to the project, so that every process means the same one.
    """
    given = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    for setting in fields(Settings):
        values[setting.name] = _read(setting.metadata, given)
    values["database_url"] = values["database_url"] or f"sqlite:///{values['var'] / 'viable.sqlite3'}"
    own = f"http://{values['web_host']}:{values['web_port']}"
    values["public_url"] = (values["public_url"] or own).rstrip("/")
    return Settings(**values)


def _read(setting: Mapping[str, Any], given: Mapping[str, str]) -> Any:
    variable = setting["variable"]
    text = given.get(variable, "").strip() or setting["default"]
    try:
        return setting["read"](text)
    except ValueError as error:
        raise BadInput(f"{variable}={text}: {error}") from error
