"""Name and company in an answer to "how can we reach you?", told by separators, labels and order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.extract.contact_reach import address_spans
from bot.extract.contact_words import (
    COMPANY,
    LEGAL_FORM,
    LONGEST_COMPANY_WORDS,
    LONGEST_NAME_WORDS,
    NAME,
    OTHER,
    Piece,
    contact_words,
    is_place,
    trimmed,
)
from bot.extract.model import Text
from bot.extract.phrase_hits import phrase_tokens
from bot.extract.tokens import DIGITS, WORD, Token

_SEPARATOR = re.compile(r"[,;\n|/()]| [-–—] |: |\s{3,}|(?<=[^\W\d_]{3})\.\s+(?=[A-ZÁÉÍÓÚÑ])")
_JOINED = re.compile(r"\s(?:de|del|from|at|of)\s+", re.IGNORECASE)


class _Cut(NamedTuple):
    start: int
    end: int
    label: str


def listed(text: Text, known: Sequence[Piece]) -> list[Piece]:
    """The name and the company that stand beside the known pieces: "Ana Gil, Envases Gil, ana@…".

    A label or a word such as "Bodegas" tells which is which; else the name comes first.
    """
    pieces: list[Piece] = []
    for start, end, label in _stretches(text, known):
        piece = _proper(text, start, end, label)
        if piece is not None:
            pieces += [piece] if pieces else _split(piece)  # "Forn de Pa" after a name is no second name
    return _assigned(pieces, {piece.kind for piece in known})


def _assigned(pieces: Sequence[Piece], has: set[str]) -> list[Piece]:
    chosen: dict[str, Piece] = {}
    for expected in (NAME, COMPANY):
        told = next((piece for piece in pieces if piece.kind == expected), None)
        if told is not None and expected not in has:
            chosen[expected] = told
    for piece in pieces:
        kind = next((kind for kind in (NAME, COMPANY) if kind not in has and kind not in chosen), None)
        if piece.kind == OTHER and kind is not None:
            chosen[kind] = piece._replace(kind=kind)
    return list(chosen.values())


def _stretches(text: Text, known: Sequence[Piece]) -> list[_Cut]:
    """What stands between separators, labels and known pieces, in order, each with the label before it."""
    found = phrase_tokens(text)
    taken = [(piece.start, piece.end) for piece in known] + address_spans(text)
    cuts = [_Cut(start, end, OTHER) for start, end in taken]
    cuts += [_Cut(*match.span(), "") for match in _SEPARATOR.finditer(text.raw)]
    for hit in contact_words().labels.hits(found):
        if not any(start <= hit.start < end for start, end in taken):
            cuts.append(_Cut(hit.start, hit.end, hit.meaning))
    stretches, at, label = [], 0, ""
    for cut in [*sorted(cuts), _Cut(len(text.raw), len(text.raw), "")]:
        if text.raw[at : cut.start].strip():
            stretches.append(_Cut(at, cut.start, label))
            label = ""
        label = cut.label or label
        at = max(at, cut.end)
    return stretches


def _proper(text: Text, start: int, end: int, label: str) -> Piece | None:
    """The stretch as a piece, of kind OTHER when nothing tells what it is; None when it is talk."""
    words = contact_words()
    inner = [token for token in phrase_tokens(text) if token.start >= start and token.end <= end]
    while inner and inner[0].kind not in (WORD, DIGITS):
        inner = inner[1:]
    while inner and (inner[-1].text in words.connectors or inner[-1].kind not in (WORD, DIGITS)):
        inner = inner[:-1]
    while inner and inner[0].text in ("y", "and", "e"):
        inner = inner[1:]
    if not inner or "?" in text.raw[start:end]:
        return None
    kind = label if label in (NAME, COMPANY) else _kind(text, inner)
    if _is_talk(text, inner, kind) or is_place(text.raw[inner[0].start : inner[-1].end]):
        return None
    form = LEGAL_FORM.search(text.folded, inner[0].start, end)
    return trimmed(text.raw, kind, inner[0].start, form.end() if form is not None else inner[-1].end)


def _kind(text: Text, inner: Sequence[Token]) -> str:
    start, end = inner[0].start, inner[-1].end
    is_joined = _JOINED.search(text.folded, start, end) is not None
    is_firm = LEGAL_FORM.search(text.folded, start, end) is not None or any(
        token.kind == DIGITS for token in inner
    )
    own = [token for token in inner if token.text not in contact_words().connectors]
    has_word = bool(own) and _has_company_word([own[0], own[-1]])
    return COMPANY if (is_firm or _has_company_word(inner)) and (has_word or not is_joined) else OTHER


def _has_company_word(inner: Sequence[Token]) -> bool:
    return any(token.text in contact_words().company_words for token in inner)


def _is_talk(text: Text, inner: Sequence[Token], kind: str) -> bool:
    """Whether the words are talk rather than a name; a company may be called "Cajas López"."""
    words = contact_words()
    inner = [token for at, token in enumerate(inner) if not _is_within_names(text, inner, at)]
    names = [token.text for token in inner if token.kind == WORD and token.text not in words.connectors]
    talk = [name for name in names if name in words.not_names and name not in words.company_words]
    longest = LONGEST_NAME_WORDS if kind == NAME else LONGEST_NAME_WORDS + LONGEST_COMPANY_WORDS
    if not names or len(names) > longest or names[0] in words.verbs:
        return True
    return 2 * len(talk) > len(names) if kind == COMPANY else bool(talk)


def _is_within_names(text: Text, inner: Sequence[Token], at: int) -> bool:
    """Whether capitals make a name of a word of talk or join it to names: "Joan Mas", "Tom Hill from Hill Bakes"."""
    if not 0 < at < len(inner) or inner[at].text not in contact_words().not_names:
        return False
    capitals = [text.raw[token.start].isupper() for token in inner[max(0, at - 1) : at + 2]]
    is_join = _JOINED.fullmatch(f" {inner[at].text} ") is not None and len(capitals) == 3
    return not text.raw.isupper() and (all(capitals[:2]) or (is_join and capitals[0] and capitals[2]))


def _split(piece: Piece) -> list[Piece]:
    """A name and a company out of "Ana Gil de Envases Gil"; the piece itself when it is one of them alone."""
    match = _JOINED.search(piece.value)
    if piece.kind == COMPANY or match is None:
        return [piece]
    left, right = piece.value[: match.start()], piece.value[match.end() :]
    is_firm = LEGAL_FORM.search(right.lower()) is not None
    first = Text(right).folded.partition(" ")[0]
    is_name = right[:1].isupper() and len(right.split()) > 1
    if not (is_firm or first in contact_words().company_words or is_name):
        return [piece]
    middle = piece.start + match.start()
    return [
        Piece(NAME, left, piece.start, middle),
        Piece(COMPANY, right, piece.start + match.end(), piece.end),
    ]
