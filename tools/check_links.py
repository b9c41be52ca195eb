"""`python -m tools.check_links`: every relative link in the project's pages leads somewhere.

Says ``path:line: message`` for a file that is not there and for a heading that its page does not have.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[1]

_INLINE = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_REFERENCE = re.compile(r"^\s{0,3}\[[^\]]+\]:\s+<?(\S+?)>?(?:\s|$)")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Link(NamedTuple):
    """A link, and the 1-based line that it stands in."""

    line: int
    target: str


def dead_links(page: Path, root: Path) -> list[str]:
    """One message for each link of the page that leads nowhere, in order of appearance."""
    return [
        f"{page.relative_to(root)}:{link.line}: {problem}"
        for link in links(page.read_text(encoding="utf-8"))
        if (problem := _problem(page, link.target, root))
    ]


def links(text: str) -> Iterator[Link]:
    """Links to places in the project, in order of appearance; none from code."""
    for number, line in _prose(text):
        targets = _INLINE.findall(line) + _REFERENCE.findall(line)
        yield from (Link(number, target) for target in targets if not _ELSEWHERE.match(target))


def anchors(text: str) -> set[str]:
    """What may follow the ``#``, as GitHub makes it from headings; a repeated one gets ``-1``, ``-2``, …"""
    found: set[str] = set()
    for _, line in _prose(text, keeps_code=True):
        heading = re.match(r"#{1,6}\s+(.*?)\s*#*\s*$", line)
        if heading:
            found.add(_unused(_slug(heading[1]), found))
        found.update(re.findall(r"<a\s+(?:id|name)=\"([^\"]+)\"", line))
    return found


def _problem(page: Path, target: str, root: Path) -> str | None:
    path, _, anchor = unquote(target).partition("#")
    place = page if not path else (root / path[1:] if path.startswith("/") else page.parent / path).resolve()
    if not place.exists():
        return f"{path} is not there"
    if anchor and place.suffix == ".md" and anchor not in _anchors_of(place):
        return f"{path or page.name} has no heading #{anchor}"
    return None


@cache
def _anchors_of(page: Path) -> set[str]:
    return anchors(page.read_text(encoding="utf-8"))


def _prose(text: str, *, keeps_code: bool = False) -> Iterator[tuple[int, str]]:
    """Numbered lines outside fenced blocks, without code spans unless those are kept."""
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        mark = re.match(r"\s*(`{3,}|~{3,})", line)
        if mark and not fence:
            fence = mark[1]
        elif fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
        else:
            yield number, line if keeps_code else re.sub(r"(`+).*?\1", "", line)


def _slug(heading: str) -> str:
    shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
    return re.sub(r"[^\w\- ]", "", shown).replace(" ", "-")


def _unused(slug: str, taken: set[str]) -> str:
    if slug not in taken:
        return slug
    return next(name for number in range(1, len(taken) + 2) if (name := f"{slug}-{number}") not in taken)


def main() -> int:
    """Exit status: 1 when a link leads nowhere."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    pages = [page for name in sorted(listed.stdout.splitlines()) if (page := ROOT / name).exists()]
    problems = [problem for page in pages for problem in dead_links(page, ROOT)]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
