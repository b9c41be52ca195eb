"""Who the prospect is and how to reach them: name, company, e-mail, telephone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.extract.contact_answer import listed
from bot.extract.contact_reach import address_spans, emails, phones
from bot.extract.contact_words import (
    COMPANY,
    LEGAL_FORM,
    LONGEST_COMPANY_WORDS,
    LONGEST_NAME_WORDS,
    NAME,
    Piece,
    contact_words,
    is_place,
    trimmed,
)
from bot.extract.model import Context, Entity, Text
from bot.extract.phrase_hits import phrase_tokens
from bot.extract.tokens import DIGITS, WORD, Token

FARTHEST_APART = 30


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
    taken = [*((piece.start, piece.end) for piece in reach), *address_spans(text)]
    introduced = _introduced(text, found, context)
    pieces = reach + [
        one for one in introduced if not any(one.start < end and start < one.end for start, end in taken)
    ]
    if context.asked == "contact":
        pieces += listed(text, pieces)
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
    words, made = contact_words(), list[Piece]()
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
    join = contact_words().joins.at(found, at)
    company = _proper(text, found, join.last + 1, COMPANY, is_free=False) if join is not None else None
    return [company] if company is not None and not is_place(company.value) else []


def _proper(text: Text, found: Sequence[Token], at: int, kind: str, *, is_free: bool) -> Piece | None:
    """The run of capitalised words from token ``at``; of any words up to a sign when ``is_free``."""
    words = contact_words()
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
    return trimmed(text.raw, kind, taken[0].start, _with_form(text, taken[-1].end))


def _with_form(text: Text, end: int) -> int:
    form = LEGAL_FORM.match(text.folded, end + 1) or LEGAL_FORM.match(text.folded, end + 2)
    return form.end() if form is not None else end


def _with_legal_form(text: Text, found: Sequence[Token], pieces: Sequence[Piece]) -> list[Piece]:
    """A company told by "S.L.", "Ltd" and the like after capitalised words."""
    if any(piece.kind == COMPANY for piece in pieces):
        return []
    for form in LEGAL_FORM.finditer(text.folded):
        before = [token for token in found if token.end <= form.start()]
        taken: list[Token] = []
        for token in reversed(before[-LONGEST_COMPANY_WORDS:]):
            is_title = token.kind == WORD and text.raw[token.start].isupper()
            if not (
                is_title
                or (taken and token.text in contact_words().connectors)
                or (not taken and token.text == ",")
            ):
                break
            taken.append(token)
        names = [token for token in taken if token.kind == WORD and text.raw[token.start].isupper()]
        if names and text.raw[form.start()].isupper():
            return [trimmed(text.raw, COMPANY, names[-1].start, form.end())]
    return []
