"""What people write, made safe to show: Markdown without HTML, links without tricks."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable("table")
_TAGS = {"p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr", "h3", "h4"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}


def rich(text: str) -> Markup:
    """A person's Markdown as HTML of a few harmless tags."""
    html = _MARKDOWN.render(text)
    clean = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    return Markup(clean)  # noqa: S704  cleaned in the line above
