"""Markdown as HTML that is safe to show."""

from __future__ import annotations

import pytest

from alongside.lib.markdown import to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Out by *six*.", "<p>Out by <em>six</em>.</p>\n"),
        ("# Bins\n## Bags", "<h2>Bins</h2>\n<h3>Bags</h3>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        (
            "[more](/articles/more/)",
            '<p><a href="/articles/more/" rel="noopener noreferrer">more</a></p>\n',
        ),
        (
            "|a|b|\n|-|-:|\n|1|2|",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n"
            "<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n",
        ),
    ],
)
def test_markdown_becomes_html(text: str, html: str) -> None:
    assert to_html(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://elsewhere.example/pixel.png)",
        "<https://example.org/\"onmouseover=alert(1)>",
        '<a href="/" style="position:fixed">x</a>',
        "<svg><script>alert(1)</script></svg>",
    ],
)  # fmt: skip
def test_nothing_in_it_acts(text: str) -> None:
    html = to_html(text).lower()

    for dangerous in (
        "<script",
        "<img",
        "<svg",
        'href="javascript',
        'href="data',
        " onmouseover",
        "<a style",
    ):
        assert dangerous not in html
