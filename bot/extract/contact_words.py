"""The words around names and companies, of all languages, ready to be looked up."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bot.extract.phrase_hits import PhraseTable, merged_table
from bot.places.gazetteer import gazetteer, key_of

NAME, COMPANY, OTHER = "name", "company", "other"
LONGEST_NAME_WORDS, LONGEST_COMPANY_WORDS = 4, 6
LEGAL_FORM = re.compile(
    r"(?<!\w)(?:s\. ?l\. ?u|s\. ?l|s\. ?a\. ?u|s\. ?a|slu|sau|sl|sa|s\.? ?coop|scp|c\.b|ltd|limited|inc|llc|gmbh|sarl|sas|srl"
    r"|spa|lda|bv|plc)(?!\w)\.?"
)
_EDGES = " .:-–()\"'¡!"
_LEADS = {"name_leads": NAME, "soft_leads": "soft", "company_leads": COMPANY}
_LABELS = {
    "name_labels": NAME,
    "name_leads": NAME,
    "soft_leads": NAME,
    "company_labels": COMPANY,
    "company_leads": COMPANY,
    "email_leads": OTHER,
    "phone_leads": OTHER,
    "consent": OTHER,
}
_SETS = ("connectors", "not_names", "verbs", "company_words")


class ContactWords(NamedTuple):
    """``leads`` stand before a name in running talk, ``labels`` in an answer; ``joins`` between name and company."""

    leads: PhraseTable
    labels: PhraseTable
    joins: PhraseTable
    connectors: frozenset[str]
    not_names: frozenset[str]
    verbs: frozenset[str]
    company_words: frozenset[str]


@lru_cache(maxsize=1)
def contact_words() -> ContactWords:
    """The tables ``bot/words/<language>/contact.yml``, merged."""
    rows = merged_table("contact", (*_LABELS, "company_joins", *_SETS))
    connectors, not_names, verbs, company_words = (frozenset(rows[key]) for key in _SETS)
    return ContactWords(
        leads=PhraseTable((phrase, kind) for key, kind in _LEADS.items() for phrase in rows[key]),
        labels=PhraseTable((phrase, kind) for key, kind in _LABELS.items() for phrase in rows[key]),
        joins=PhraseTable((phrase, "join") for phrase in rows["company_joins"]),
        connectors=connectors,
        not_names=not_names | verbs,
        verbs=verbs,
        company_words=company_words,
    )


class Piece(NamedTuple):
    """Part of a contact; ``kind`` is name, company, email or phone."""

    kind: str
    value: str
    start: int
    end: int


def trimmed(raw: str, kind: str, start: int, end: int) -> Piece:
    """The piece at those offsets, without signs at its edges; a legal form keeps its full stop."""
    text = raw[start:end]
    left = len(text) - len(text.lstrip(_EDGES))
    shown = text.strip(" :-–(\"'¡!") if LEGAL_FORM.search(text.lower()) else text.strip(_EDGES)
    return Piece(kind, shown, start + left, start + left + len(shown))


def is_place(value: str) -> bool:
    """Whether that is the name of a place which people know: no company, unless something is said with it."""
    places = gazetteer().places(key_of(value))
    return bool(places) and places[0].tier > 1
