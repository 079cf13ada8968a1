from __future__ import annotations

import pytest

from alongside.knowledge.markdown import to_html


def test_headings_move_below_the_title_of_the_page() -> None:
    assert to_html("# One\n\nText") == "<h2>One</h2>\n<p>Text</p>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '<img src=x onerror="alert(1)">',
        "![x](https://elsewhere.example/pixel)",
        "<a href='data:text/html,x'>x</a>",
    ],
)
def test_nothing_in_an_article_runs_or_loads_from_elsewhere(text: str) -> None:
    html = to_html(text)

    assert not any(hostile in html for hostile in ("<script", "<img", 'href="javascript', 'href="data'))
