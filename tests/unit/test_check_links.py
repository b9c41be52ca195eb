from __future__ import annotations

from pathlib import Path

import pytest

from tools.check_links import anchors, dead_links


@pytest.fixture
def page(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "other.md").write_text("# Two words\n\n## A `code` & [link](x)\n\n## Two words\n")
    return tmp_path / "docs" / "page.md"


@pytest.mark.parametrize(
    "link",
    [
        "[a](other.md)",
        "[a](other.md#two-words)",
        "[a](other.md#two-words-1)",
        "[a](other.md#a-code--link)",
        "[a](/docs/other.md)",
        "[a](../docs)",
        "[a](#here)",
        "[a](https://nowhere.example/x.md)",
        "[a](mailto:somebody@nowhere.example)",
        "`[a](not-a-link.md)`",
        "```\n[a](not-a-link.md)\n```",
    ],
)
def test_link_that_leads_somewhere_is_no_problem(page: Path, link: str) -> None:
    page.write_text(f"# Here\n\n{link}\n")
    assert dead_links(page, page.parents[1]) == []


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("[a](gone.md)", "gone.md is not there"),
        ("![a](gone.png)", "gone.png is not there"),
        ("[a]: gone.md", "gone.md is not there"),
        ("[a](other.md#gone)", "other.md has no heading #gone"),
        ("[a](#gone)", "page.md has no heading #gone"),
    ],
)
def test_dead_link_is_told_with_page_and_line(page: Path, link: str, message: str) -> None:
    page.write_text(f"# Here\n\n{link}\n")
    assert dead_links(page, page.parents[1]) == [f"docs/page.md:3: {message}"]


def test_heading_inside_a_code_block_is_no_anchor() -> None:
    assert anchors("# Título ñ\n```\n# not one\n```\n") == {"título-ñ"}
