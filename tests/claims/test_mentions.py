"""Marks in running text, and the links they become."""

import re
from html import escape
from html.parser import HTMLParser
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.citations.mentions import find_mentions, link_mentions
from claims.marks import Mark

DS_4 = Mark("DS", 4)


def link(html, *marks):
    known = {Mark("DS", 4): "/en/ds-4/", Mark("TR", 12): "/en/tr-12/?a=1&b=2"}
    return link_mentions(html, lambda asked: {mark: url for mark, url in known.items() if mark in asked})


def links(html):
    return re.findall(r'<a class="cites" href="[^"]*">([^<]*)</a>', link(html))


@pytest.mark.parametrize(
    "written", ["DS-4", "DS\u20114", "DS–4", "DS—4", "DS-04", "DS−4", "DS&#8209;4", "DS&ndash;4", "DS&#x2011;4"]
)
@pytest.mark.parametrize("around", ["{}", "({})", "« {} »", "{}.", "{}, and", "see {}: yes", "l’{}", "{}–TR-99"])
def test_mark_is_linked_as_it_is_written(written, around):
    html = f"<p>{around.format(written)}</p>"
    assert links(html) == [written]
    assert link(html).replace(f'<a class="cites" href="/en/ds-4/">{written}</a>', written) == html


def test_several_marks_are_linked():
    assert links("<p>DS-4, TR-12 et DS-4/TR-12</p>") == ["DS-4", "TR-12", "DS-4", "TR-12"]
    assert 'href="/en/tr-12/?a=1&amp;b=2"' in link("<p>TR-12</p>")


@pytest.mark.parametrize(
    "text",
    ["DS-5", "COVID-19", "A4", "ds-4", "DS 4", "DS4", "ADS-4", "DS-4a", "DS-45", "X-DS-4", "DS-4-2", "DS-4@example.org",
     "https://example.org/DS-4", "www.example.org?DS-4", "cahier.example/r/DS-4", "me@DS-4", "&DS-4", "#DS-4", "1DS-4",
     "DS-1234567", "DS-&lt;4", "DS-<b>4</b>", "", "DS", "-4"],
)  # fmt: skip
def test_what_is_no_mark_is_left_alone(text):
    html = f"<p>{text}</p>"
    assert link(html) == html


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/x/">DS-4</a>',
        '<a href="/x/">see <b>claim</b> DS-4</a>',
        "<button>DS-4</button>",
        "<label>DS-4 <input></label>",
        "<h1><span>DS-4</span></h1>",
        "<h1>a<br>DS-4</h1>",
        "<code>DS-4</code>",
        "<pre>DS-4</pre>",
        "<script>if (a < b) x('DS-4')</script>",
        "<style>/* DS-4 */</style>",
        "<textarea>&lt;b> DS-4 <b> </textarea>",
        "<select><option>DS-4</option></select>",
        '<span class="mark">DS-4</span>',
        "<span class=mark>DS-4</span>",
        "<p class='cite x'><span>a</span> DS-4</p>",
        '<ol class="found"><li><ol><li>DS-4</li></ol>DS-4</li></ol>',
        "<form><small>A mark such as DS-4</small></form>",
        "<!-- DS-4 > DS-4 -->",
        "<!doctype DS-4>",
        '<img alt="DS-4" title=" > DS-4 ">',
        "<img alt='DS-4 > DS-4' title=DS-4>",
        "<p title=it's> <b title='x DS-4 y'></b></p>",
        '<p title="DS-4',
        "<p DS-4",
        "</p DS-4",
        "<title>DS-4</title>",
        "<title>a <b> DS-4</title>",
    ],
)
def test_no_link_is_made_in_links_headings_forms_code_or_tags(html):
    assert link(html) == html


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ('<p class="marked">DS-4</p>', 1),
        ('<p data-x="class=mark">DS-4</p>', 1),
        ("<a>DS-4</a><p>DS-4</p>", 1),
        ("<A HREF='x'>DS-4</A> DS-4", 1),
        ("<div class=mark><div>DS-4</div>DS-4</div>DS-4", 1),
        ("<textarea><a></textarea> DS-4", 1),
        ("<script></a></SCRIPT> DS-4", 1),
        ("<img class=mark> DS-4<br class=mark>DS-4", 2),
        ("a < b DS-4 <3 DS-4", 2),
    ],
)
def test_links_are_made_again_after_what_is_left_alone(html, count):
    assert len(links(html)) == count


# Any page there could be, of parts that our templates and the rich text editor make

words = st.one_of(
    st.sampled_from(["DS-4", "DS–4", "TR-12", "DS-5", " ", ", ", "COVID-19", "/r/", "-", "&", "<", '"', "'", "é"]),
    st.text(max_size=4),
)
texts = st.lists(words, max_size=6).map("".join)
names = st.sampled_from(["p", "b", "a", "span", "h1", "div", "em", "code", "form"])
attributes = st.lists(
    st.tuples(st.sampled_from(["class", "title", "href", "data-x"]), st.one_of(texts, st.just("mark"))), max_size=2
)


def element(parts):
    name, attrs, children = parts
    written = "".join(f' {key}="{escape(value)}"' for key, value in dict(attrs).items())
    return f"<{name}{written}>{''.join(children)}</{name}>"


pages = st.recursive(
    texts.map(escape), lambda inner: st.tuples(names, attributes, st.lists(inner, max_size=4)).map(element)
)


class Events(HTMLParser):
    """What a parser reads: tags with their attributes, and text, without the links that were made."""

    def __init__(self, html):
        super().__init__()
        self.events, self.text, self.made = [], "", []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.made.append(tag == "a" and ("class", "cites") in attrs)
        if not self.made[-1]:
            self.events.append((tag, attrs, self.text))

    def handle_endtag(self, tag):
        if not self.made.pop():
            self.events.append((f"/{tag}", self.text))

    def handle_data(self, data):
        self.text += data


@given(pages)
def test_links_change_neither_text_nor_tags_nor_attributes(html):
    before, after = Events(html), Events(link(html))
    assert after.text == before.text
    assert after.events == before.events


@given(pages)
def test_links_are_made_once(html):
    once = link(html)
    assert link(once) == once


@given(st.text(alphabet="<>/\"'=!-abA&;DS4 -\n", max_size=60))
def test_any_text_at_all_keeps_all_of_it(html):
    linked = link(html)
    assert re.sub(r'<a class="cites" href="[^"]*">([^<]*)</a>', r"\1", linked) == html


@given(st.text(max_size=100))
def test_mentions_are_where_they_are_said_to_be(text):
    for start, end, mark in find_mentions(text + " DS-4 " + text):
        written = (text + " DS-4 " + text)[start:end]
        assert written.startswith(mark.code)
        assert int(re.split(r"[^0-9A-Z]+", written)[-1]) == mark.number


def test_nobody_is_asked_where_no_mark_is_mentioned():
    assert link_mentions("<p>A <b>page</b></p>", lambda marks: pytest.fail("asked")) == "<p>A <b>page</b></p>"


@pytest.mark.parametrize(
    "broken", ["<a " * 20_000, '<a b="' * 20_000, "<" * 50_000, "<!--" * 20_000, "DS-4/" * 20_000, "<script>" * 20_000]
)
def test_no_text_takes_long(broken):
    begun = process_time()
    link(broken)
    assert process_time() - begun < 2
