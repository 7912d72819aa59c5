"""What makes edit forms light says the same as what it stands for: inputs, bodies, templates."""

import json
import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.template import Context, engines
from django.utils.safestring import mark_safe
from django.utils.translation import override
from wagtail.blocks.base import BlockWidget

from campaigns.models import StandardPage
from config.rendering.form_renderer import INPUTS, TEXTAREA, TYPES, FormRenderer
from content.body_widget import BodyWidget
from content.fields import BodyField

VALUES = [None, "", "<b> & \"deux\" 'un'", "deux\nlignes\r\n", 0, 12345, mark_safe("<i>"), "0"]
ATTRS = [{}, {"id": "id_x", "maxlength": 2000, "required": True, "disabled": False, "title": "<&\"'>"}]


@pytest.mark.parametrize("template", sorted({*INPUTS, TEXTAREA}))
@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("attrs", ATTRS)
def test_input_is_written_letter_by_letter_as_django_does(template, value, attrs):
    context = {"widget": {"type": "text", "name": "a<b", "value": value, "attrs": attrs, "template_name": template}}
    assert FormRenderer().render(template, context) == TemplatesSetting().render(template, context)


def test_every_input_that_django_writes_from_one_template_is_known():
    plain = {"django/forms/widgets/input.html", *(f"django/forms/widgets/{name}.html" for name in TYPES)}
    known = {cls.template_name for cls in (forms.TextInput, forms.HiddenInput, forms.CheckboxInput, forms.NumberInput)}
    assert known <= plain == INPUTS


# Bodies


class Attributes(HTMLParser):
    def handle_starttag(self, tag, attrs):
        self.found = dict(attrs)


RANDOM = re.compile(r'(?<=\\"key\\": \\")[a-z0-9]{5}|[0-9a-f]{8}-[0-9a-f-]{27}')  # keys of what is empty yet


def attributes_of(html):
    parser = Attributes()
    parser.feed(html)
    return {
        name: json.loads(RANDOM.sub("", value)) if name.endswith("value") else value
        for name, value in parser.found.items()
    }


@pytest.fixture
def field():
    return BodyField()


def value_of(field):
    return field.to_python([{"type": "heading", "value": "L’« été » & 'l\"hiver' </div>", "id": "a"}])


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("errors", [None, ErrorList([ValidationError("Non & <non>")])])
def test_body_is_edited_as_wagtail_has_it(field, language, errors):
    with override(language):
        widget = field.formfield().widget
        ours = widget.render_with_errors("body", value_of(field), errors=errors)
        theirs = BlockWidget(field.stream_block).render_with_errors("body", value_of(field), errors=errors)
        assert str(widget.media) == str(BlockWidget(field.stream_block).media)
    assert attributes_of(ours) == attributes_of(theirs)
    assert len(ours) < len(theirs) * 0.8


def test_definition_of_a_body_is_made_once_for_each_language_and_all_its_columns(monkeypatch, field):
    made = []
    pack = "content.body_widget.JSContext.pack"
    monkeypatch.setattr(pack, lambda self, block: made.append(block) or {"made": len(made)})
    for language in ("fr", "en", "fr"):
        with override(language):
            for _form in range(2):
                assert isinstance(field.formfield().widget, BodyWidget)
                assert field.formfield().widget.block_json
    assert len(made) == 2


def test_columns_of_a_body_share_their_definitions():
    columns = [StandardPage._meta.get_field(name) for name in ("body", "body_fr", "body_en")]
    assert len({id(column.formfield().widget.definitions) for column in columns}) == 1


# Templates


def render(name, monkeypatch, source):
    """Return what a template called `name` renders to."""
    loader = engines["django"].engine.template_loaders[0]
    finder = loader.loaders[0]
    origins = [type("Origin", (), {"loader": finder, "name": name, "template_name": name})]
    monkeypatch.setattr(finder, "get_template_sources", lambda template_name: origins)
    monkeypatch.setattr(finder, "get_contents", lambda origin: source)
    try:
        return loader.get_template(name).render(Context({"text": "  deux\n\n    lignes"}))
    finally:
        loader.get_template_cache.pop(name, None)


SOURCE = """<p>
    <b>{{ text }}</b>

    {% if text %}
        <i>là</i>
    {% endif %}</p>
"""


def test_indentation_of_the_admins_templates_is_left_out_and_what_people_wrote_is_not(monkeypatch):
    squeezed = "<p>\n<b>  deux\n\n    lignes</b>\n\n<i>là</i>\n</p>\n"
    assert render("wagtailadmin/of_a_test.html", monkeypatch, SOURCE) == squeezed
    assert render("claims/admin/of_a_test.html", monkeypatch, SOURCE) == squeezed


@pytest.mark.parametrize("name", ["claims/of_a_test.html", "wagtailadmin/of_a_test.txt"])
def test_other_templates_keep_their_indentation(monkeypatch, name):
    assert "\n        <i>là</i>" in render(name, monkeypatch, SOURCE)
