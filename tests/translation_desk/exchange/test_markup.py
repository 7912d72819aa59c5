"""Rich text goes out as words and tags, and comes back as the same HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_desk.exchange.markup import (
    BrokenMarkup,
    check_tags,
    from_text,
    number_tags,
    read_html,
    to_text,
    write_html,
)


def out(html: str, other: str = "") -> str:
    return to_text(read_html(html, number_tags(other or html, html)))


def back(text: str, source: str = "", translation: str = "") -> str:
    return write_html(from_text(text), number_tags(source, translation))


@pytest.mark.parametrize(("html", "text"), [
    ("<p>Assez.</p>", "Assez."),
    ("<p>Un</p><p>Deux <b>fois</b></p>", "Un\n\nDeux <b>fois</b>"),
    ('<p>Voir <a linktype="page" id="5">ici</a></p>', "Voir <a 1>ici</a>"),
    ("<p>Dit :</p><ul><li>un</li><li>deux</li></ul><p>Fin</p>",
     "Dit :\n\n<ul>\n<li>un</li>\n<li>deux</li>\n</ul>\n\nFin"),
    ("<p>A<br/>B &lt; C &amp; D</p>", "A<br/>B &lt; C &amp; D"),
    ('<p>A</p><embed embedtype="image" id="3" format="left"/><p>B</p>', "A\n\n<embed 1/>\n\nB"),
    ("<p>1 000 €</p>", "1 000 €"),
])  # fmt: skip
def test_rich_text_reads_as_words_with_tags_and_comes_back_as_it_was(html, text):
    assert out(html) == text
    assert back(text, html) == html


def test_link_that_only_the_translation_has_keeps_its_number_whatever_the_source_becomes():
    own = '<p><a href="https://example.org/en">Here</a></p>'
    before, after = (
        out(own, '<p><a href="https://a.fr">Ici</a></p>'),
        out(own, '<p><a id="5">Ici</a> <a id="6">là</a></p>'),
    )
    assert before == after
    assert before.startswith("<a t")


def test_link_of_the_source_is_looked_up_in_the_source():
    assert (
        back("<a 1>Here</a>", '<p><a linktype="page" id="5">Ici</a></p>') == '<p><a linktype="page" id="5">Here</a></p>'
    )


@pytest.mark.parametrize(("text", "words"), [
    ("<b>Assez", "<b> n’est pas fermée"),
    ("Assez</b>", "</b> ferme"),
    ("<b><i>Assez</b></i>", "</b> ferme"),
    ("Assez <a 7>ici</a>", "<a 7>"),
    ("Assez <script>alert(1)", "<script> n’est pas fermée"),
    ('<a href="x">ici</a>', "<a href="),
    ("1 < 2", "< 2"),
    ("<b>Un\n\nDeux</b>", "ligne vide"),
    ("<li>Un</li>", "<li>"),
    ("<ul>Un</ul>", "<ul>"),
    ("<b><ul>\n<li>Un</li>\n</ul></b>", "<ul>"),
    ("<a 1>un <a 1>deux</a></a>", "<a 1>"),
])  # fmt: skip
def test_broken_tags_are_refused_in_words(text, words):
    with pytest.raises(BrokenMarkup) as refusal:
        back(text, '<p><a id="1">x</a></p>')
    assert words in str(refusal.value)


@pytest.mark.parametrize(("target", "is_taken"), [
    ("Here <a 1>it</a> <b>is</b>", True),
    ("<b>It</b> <i>is</i> <a 1>here</a>", True),  # the words of another language may ask for italics
    ("It is here", False),
    ("<a 1>It</a> is here", False),
    ("<a 1>It</a> <b>is</b> <a 1>here</a>", False),
    ("<a 1>It</a> <b>is</b> <script>x</script>", False),
])  # fmt: skip
def test_translation_keeps_the_tags_of_its_source(target, is_taken):
    source = from_text("Voir <a 1>ici</a> <b>là</b>")
    if is_taken:
        check_tags(from_text(target), source, [])
    else:
        with pytest.raises(BrokenMarkup):
            check_tags(from_text(target), source, [])


def test_translation_may_keep_the_tags_that_it_has_now():
    check_tags(from_text("<a t12>Here</a>"), from_text("<a 1>Ici</a>"), from_text("<a t12>There</a>"))


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").strip(" ")
).filter(lambda text: text and "  " not in text)  # fmt: skip
INLINE = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.tuples(inner, WORDS).map(" ".join),
        st.tuples(st.sampled_from(["sup", "sub"]), WORDS).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"),
        WORDS.map(lambda words: f"<b>{words}</b>"),
        WORDS.map(lambda words: f"<b><i>{words}</i></b>"),
        st.tuples(st.integers(1, 9), WORDS).map(lambda pair: f'<a linktype="page" id="{pair[0]}">{pair[1]}</a>'),
        st.tuples(WORDS, WORDS).map("<br/>".join),
    ),
    max_leaves=4,
)
LISTS = st.recursive(
    INLINE,
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(
        lambda items: f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    ),
    max_leaves=3,
)
BLOCKS = st.one_of(
    INLINE.map(lambda words: f"<p>{words}</p>"),
    st.lists(LISTS, min_size=1, max_size=3).map(lambda items: f"<ol>{''.join(f'<li>{i}</li>' for i in items)}</ol>"),
    st.integers(1, 9).map(lambda number: f'<embed embedtype="image" id="{number}"/>'),
)
RICH = st.lists(BLOCKS, min_size=1, max_size=4).map("".join)


@given(RICH)
def test_any_rich_text_comes_back_as_it_was(html):
    assert back(out(html), html) == html


SHARDS = [
    *"ab <>&/;\n1",
    "\n\n",
    "<b>",
    "</b>",
    "<a 1>",
    "</a>",
    "<ul>",
    "<li>",
    "</li>",
    "</ul>",
    "<br/>",
    "<embed 1/>",
]


@given(st.lists(st.sampled_from(SHARDS)).map("".join))
def test_whatever_is_written_is_refused_or_read_the_same_from_then_on(text):
    source = '<p><a id="1">x</a></p>'
    try:
        html = back(text, source)
    except BrokenMarkup:
        return
    said = out(html, source)
    assert back(said, source) == html
    assert "<script" not in html
