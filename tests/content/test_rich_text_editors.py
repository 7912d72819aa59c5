"""What editors of rich text make of a text, while others are opened."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from wagtail.admin.rich_text.converters.html_to_contentstate import HtmlToContentStateHandler

from content.rich_text_editors import NamedRichTextArea


def texts_of(contentstate: str) -> list[str]:
    return [block["text"] for block in json.loads(contentstate)["blocks"]]


def test_two_forms_opened_at_one_moment_show_each_its_own_text(monkeypatch: pytest.MonkeyPatch) -> None:
    widget, second_is_in = NamedRichTextArea(), Event()
    feed = HtmlToContentStateHandler.feed

    def feed_slowly(self: HtmlToContentStateHandler, html: str) -> None:
        feed(self, html)
        if "deux" in html:
            second_is_in.set()
        second_is_in.wait(0.3)  # comes only if the second need not wait for the first

    monkeypatch.setattr(HtmlToContentStateHandler, "feed", feed_slowly)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(widget.format_value, "<p>un</p>")
        second = threads.submit(widget.format_value, "<p>deux</p>")
    assert texts_of(first.result()) == ["un"]
    assert texts_of(second.result()) == ["deux"]
