"""The contents of a long page, which are made of its headings."""

import pytest
from django.template import Context, Template

HEAD = '<header class="leaf title"><h1>Title</h1></header>'


def render(html, *, head=HEAD):
    loaded = "{% load contents %}{% with_contents %}" + head + html + "{% endwith_contents %}"
    return Template(loaded).render(Context())


def sections(number):
    return "".join(f'<section class="leaf"><h2 id="s-{each}">Part {each}</h2></section>' for each in range(number))


def test_sections_are_listed_below_the_head_with_a_way_back_up():
    html = render(sections(4))
    head, contents = html.split("</header>")
    assert '<nav class="contents"' in contents
    assert "<nav" not in head
    assert [f'<a href="#s-{each}">Part {each}</a>' in contents for each in range(4)] == [True] * 4
    assert '<a href="#top">' in contents


def test_short_pages_and_lists_have_no_contents():
    assert "<nav" not in render(sections(3))
    assert "<nav" not in render(sections(4), head=HEAD.replace("title", "title brief"))
    assert "<nav" not in render(sections(4), head=HEAD.replace("title", "title facing"))
    assert "<nav" not in render(sections(4), head="")


def test_page_that_lists_its_parts_itself_has_no_second_list():
    own = '<header class="leaf title"><h1>Title</h1><nav class="contents">Own</nav></header>'
    assert render(sections(4), head=own).count("<nav") == 1


def test_count_of_a_section_is_part_of_its_words():
    html = render(sections(3) + '<h2 class="hang" id="n"><span class="count">4</span>\n<span>findings</span></h2>')
    assert '<a href="#n">4 findings</a>' in html


def test_heading_without_an_address_is_left_out():
    assert "Nowhere" not in render(sections(4) + "<h2>Nowhere</h2>").split("</nav>")[0]


@pytest.mark.parametrize(
    "html",
    [
        '<section lang="fr"><h2 id="x">Constats</h2></section>',
        '<section lang="fr"><section><h2 id="x">Constats</h2></section></section>',
        '<h2 id="x" lang="fr">Constats</h2>',
        '<h2 id="x"><a href="/" lang="fr">Constats</a></h2>',
    ],
)
def test_french_heading_is_marked_as_french_in_the_contents(html):
    shown = render(html + sections(3))
    assert '<a href="#x" lang="fr">Constats</a>' in shown
    assert '<a href="#s-0">Part 0</a>' in shown, "the next one is not"


def test_what_was_escaped_stays_so():
    assert '">A &lt;b&gt;</a>' in render(sections(3) + '<h2 id="x">A &lt;b&gt;</h2>')
