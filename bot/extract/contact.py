"""Who the prospect is and how to reach them: name, company, e-mail, telephone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.extract.contact_reach import Piece, address_spans, emails, phones
from bot.extract.model import Context, Entity, Text
from bot.extract.phrase_hits import PhraseTable, merged_table, phrase_tokens
from bot.extract.tokens import DIGITS, WORD, Token
from bot.places.gazetteer import gazetteer, key_of

NAME, COMPANY = "name", "company"
LONGEST_NAME_WORDS, LONGEST_COMPANY_WORDS = 4, 6
FARTHEST_APART = 30
_LEGAL = re.compile(
    r"(?<!\w)(?:s\. ?l\. ?u|s\. ?l|s\. ?a\. ?u|s\. ?a|slu|sau|sl|sa|s\.? ?coop|scp|c\.b|ltd|limited|inc|llc|gmbh|sarl|sas|srl|spa|lda|bv|plc)(?!\w)\.?"
)
_SEPARATOR = re.compile(r"[,;\n|/]| - | – |\s{3,}")
_JOINED = re.compile(r"\s(?:de|from|at|of)\s+(?=[A-ZÁÉÍÓÚÑ])")
_EDGES = " .:-–()\"'¡!"


class _Words(NamedTuple):
    leads: PhraseTable
    joins: PhraseTable
    labels: PhraseTable
    consent: PhraseTable
    connectors: frozenset[str]
    not_names: frozenset[str]
    verbs: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    keys = ("name_leads", "soft_leads", "company_leads", "company_joins", "email_leads", "phone_leads")
    rows = merged_table("contact", (*keys, "consent", "connectors", "not_names", "verbs"))
    kinds = {"name_leads": NAME, "soft_leads": "soft", "company_leads": COMPANY}
    labels = [p for key in ("email_leads", "phone_leads") for p in rows[key]]
    return _Words(
        leads=PhraseTable((phrase, kind) for key, kind in kinds.items() for phrase in rows[key]),
        joins=PhraseTable((phrase, "join") for phrase in rows["company_joins"]),
        labels=PhraseTable((phrase, "label") for phrase in labels),
        consent=PhraseTable((phrase, "consent") for phrase in rows["consent"]),
        connectors=frozenset(rows["connectors"]),
        not_names=frozenset([*rows["not_names"], *rows["verbs"]]),
        verbs=frozenset(rows["verbs"]),
    )


def find_contacts(text: Text, context: Context) -> list[Entity]:
    """One entity with what is said of name, company, email and phone; none when nothing is.

    A mistyped address is left out, so that its absence is asked about.
    """
    pieces = contact_pieces(text, context)
    if not pieces:
        return []
    value: dict[str, str] = {}
    for piece in pieces:
        value.setdefault(piece.kind, piece.value)
    start, end = _span(pieces, context)
    return [Entity("contact", value, start, end)]


def contact_pieces(text: Text, context: Context) -> list[Piece]:
    """The parts of the contact with their places in the message, in its order."""
    reach = [*emails(text), *phones(text, context)]
    found = phrase_tokens(text)
    pieces = reach + _introduced(text, found, context)
    if context.asked == "contact":
        pieces += _listed(text, pieces)
    else:
        pieces += _with_legal_form(text, found, pieces)
    return sorted(pieces, key=lambda piece: piece.start)


def _span(pieces: Sequence[Piece], context: Context) -> tuple[int, int]:
    """From the first to the last piece that stand together; a part of a long message is not swallowed."""
    if context.asked == "contact":
        return pieces[0].start, max(piece.end for piece in pieces)
    runs = [(pieces[0].start, pieces[0].end)]
    for piece in pieces[1:]:
        start, end = runs[-1]
        if piece.start - end <= FARTHEST_APART:
            runs[-1] = (start, max(end, piece.end))
        else:
            runs.append((piece.start, piece.end))
    return max(runs, key=lambda run: run[1] - run[0])


def _introduced(text: Text, found: Sequence[Token], context: Context) -> list[Piece]:
    """Names and companies after words such as "me llamo", "soy", "trabajo en"."""
    words, made = _words(), list[Piece]()
    for hit in words.leads.hits(found):
        is_free = hit.meaning == NAME or context.asked == "contact"
        kind = COMPANY if hit.meaning == COMPANY else NAME
        piece = _proper(text, found, hit.last + 1, kind, is_free=is_free and kind == NAME)
        if piece is None:
            continue
        made.append(piece)
        if kind == NAME:
            made += _joined_company(text, found, piece)
    return made


def _joined_company(text: Text, found: Sequence[Token], name: Piece) -> list[Piece]:
    """The company after a name: "Ana de Cajas López"."""
    at = next((i for i, token in enumerate(found) if token.start >= name.end), len(found))
    if at < len(found) and found[at].text in (",", "-", "("):
        at += 1
    join = _words().joins.at(found, at)
    company = _proper(text, found, join.last + 1, COMPANY, is_free=False) if join is not None else None
    return [company] if company is not None and not _is_place(company.value) else []


def _proper(text: Text, found: Sequence[Token], at: int, kind: str, *, is_free: bool) -> Piece | None:
    """The run of capitalised words from token ``at``; of any words up to a sign when ``is_free``."""
    words = _words()
    longest = LONGEST_NAME_WORDS if kind == NAME else LONGEST_COMPANY_WORDS
    taken: list[Token] = []
    is_all_capitals = text.raw.isupper()
    for token in found[at : at + longest]:
        is_title = text.raw[token.start].isupper() and not is_all_capitals
        is_connector = (token.text in words.connectors and kind == COMPANY) or token.text == "&"
        is_word = is_free and token.kind == WORD
        if (
            token.kind != WORD
            and not is_connector
            and not (kind == COMPANY and token.kind == DIGITS and taken)
        ):
            break
        if token.text in words.not_names and not (is_connector or (is_title and kind == COMPANY)):
            break
        if not (is_title or is_word or (is_connector and taken)):
            break
        taken.append(token)
    while taken and (taken[-1].text in words.connectors or taken[-1].kind != WORD):
        taken.pop()
    if not taken:
        return None
    return _piece(text, kind, taken[0].start, _with_form(text, taken[-1].end))


def _with_form(text: Text, end: int) -> int:
    form = _LEGAL.match(text.folded, end + 1) or _LEGAL.match(text.folded, end + 2)
    return form.end() if form is not None else end


def _with_legal_form(text: Text, found: Sequence[Token], pieces: Sequence[Piece]) -> list[Piece]:
    """A company told by "S.L.", "Ltd" and the like after capitalised words."""
    if any(piece.kind == COMPANY for piece in pieces):
        return []
    for form in _LEGAL.finditer(text.folded):
        before = [token for token in found if token.end <= form.start()]
        taken: list[Token] = []
        for token in reversed(before[-LONGEST_COMPANY_WORDS:]):
            is_title = token.kind == WORD and text.raw[token.start].isupper()
            if not (
                is_title or (taken and token.text in _words().connectors) or (not taken and token.text == ",")
            ):
                break
            taken.append(token)
        names = [token for token in taken if token.kind == WORD and text.raw[token.start].isupper()]
        if names and text.raw[form.start()].isupper():
            return [_piece(text, COMPANY, names[-1].start, form.end())]
    return []


def _listed(text: Text, known: Sequence[Piece]) -> list[Piece]:
    """Name and company from what stands between signs in an answer: "Ana Gil, Envases Gil, ana@…"."""
    made: list[Piece] = []
    has = {piece.kind for piece in known}
    taken = [(piece.start, piece.end) for piece in known] + address_spans(text)
    for start, end in _segments(text, taken):
        piece = _segment(text, start, end, NAME if NAME not in has else COMPANY)
        if piece is None:
            continue
        kind = COMPANY if _is_company(text, piece) else piece.kind
        if kind in has:
            continue
        made += _split(text, piece._replace(kind=kind), has)
        has |= {one.kind for one in made}
    return made


def _is_company(text: Text, piece: Piece) -> bool:
    return _LEGAL.search(text.folded, piece.start, piece.end) is not None and not _JOINED.search(piece.value)


def _split(text: Text, piece: Piece, has: set[str]) -> list[Piece]:
    """ "Ana Gil de Envases Gil" as a name and a company."""
    match = _JOINED.search(piece.value)
    if piece.kind != NAME or match is None or COMPANY in has or len(piece.value[match.end() :].split()) < 2:
        return [piece]
    middle = piece.start + match.start()
    return [
        _piece(text, NAME, piece.start, middle),
        _piece(text, COMPANY, piece.start + match.end(), piece.end),
    ]


def _segments(text: Text, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches between separators and known pieces, in order."""
    cuts = sorted([*taken, *(match.span() for match in _SEPARATOR.finditer(text.raw))])
    segments, at = [], 0
    for start, end in [*cuts, (len(text.raw), len(text.raw))]:
        if start > at:
            segments.append((at, start))
        at = max(at, end)
    return segments


def _segment(text: Text, start: int, end: int, kind: str) -> Piece | None:
    """The stretch as a name or a company; None when it is something else."""
    words = _words()
    inner = [token for token in phrase_tokens(text) if token.start >= start and token.end <= end]
    while inner and (hit := words.leads.at(inner, 0) or words.labels.at(inner, 0)):
        inner = inner[hit.last + 1 :]
    while inner and inner[0].kind not in (WORD, DIGITS):
        inner = inner[1:]
    while inner and (label := _trailing(inner, words.labels)):
        inner = inner[:-label]
    names = [token for token in inner if token.kind == WORD]
    limit = LONGEST_NAME_WORDS + 1 if kind == NAME else LONGEST_COMPANY_WORDS
    if inner and kind == NAME and _JOINED.search(text.raw, inner[0].start, inner[-1].end):
        limit += LONGEST_COMPANY_WORDS
    if not names or len(names) > limit or words.consent.whole(inner) is not None:
        return None
    if kind == NAME and any(token.kind == DIGITS for token in inner):
        return None
    if "?" in text.raw[start:end] or _is_talk([token.text for token in names], kind):
        return None
    piece = _piece(text, kind, inner[0].start, inner[-1].end)
    return None if _is_place(piece.value) else piece


def _is_talk(names: Sequence[str], kind: str) -> bool:
    """Whether the words are talk rather than a name; a company may be called "Cajas López"."""
    words = _words()
    talk = [name for name in names if name in words.not_names and name not in words.connectors]
    return bool(talk) if kind == NAME else names[0] in words.verbs or 2 * len(talk) > len(names)


def _trailing(inner: Sequence[Token], labels: PhraseTable) -> int:
    """The number of tokens at the end that are a label such as "y mi correo"."""
    for size in range(min(4, len(inner)), 0, -1):
        hit = labels.at(inner, len(inner) - size)
        if hit is not None and hit.last == len(inner) - 1:
            return size
    return 1 if inner[-1].kind not in (WORD, DIGITS) and inner[-1].text not in (".", ")") else 0


def _is_place(value: str) -> bool:
    places = gazetteer().places(key_of(value))
    return bool(places) and places[0].tier > 1


def _piece(text: Text, kind: str, start: int, end: int) -> Piece:
    raw = text.raw[start:end]
    left = len(raw) - len(raw.lstrip(_EDGES))
    shown = raw.strip(" :-–(\"'¡!") if _LEGAL.search(raw.lower()) else raw.strip(_EDGES)
    return Piece(kind, shown, start + left, start + left + len(shown))
