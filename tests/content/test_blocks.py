"""The kinds of block of a body, and the field that keeps them out of migrations."""

import pytest
from django.core.exceptions import ValidationError
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.state import ModelState, ProjectState
from django.template.loader import get_template
from wagtail import blocks

from campaigns.models import StandardPage
from content.blocks import BodyBlock, split_rows
from content.fields import BodyField

KINDS = BodyBlock().child_blocks
MOST_KINDS = 10


def test_there_are_at_most_ten_kinds():
    assert 0 < len(KINDS) <= MOST_KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_template_and_words_that_say_what_it_is_for(kind):
    block = KINDS[kind]
    assert block.meta.template.startswith("content/blocks/")
    get_template(block.meta.template)
    assert block.label
    assert str(block.meta.description)


def test_definitions_stay_out_of_migrations():
    field = StandardPage._meta.get_field("body")
    _name, path, args, kwargs = field.deconstruct()
    assert (path, args) == ("content.fields.BodyField", [])
    assert not {"block_types", "block_lookup"} & kwargs.keys()


def test_another_set_of_blocks_asks_for_no_migration():
    before, after = ProjectState(), ProjectState()
    other = blocks.StreamBlock([("other", blocks.CharBlock())])
    before.add_model(ModelState("body", "Text", [("body", BodyField())]))
    after.add_model(ModelState("body", "Text", [("body", BodyField(other))]))
    assert MigrationAutodetector(before, after)._detect_changes() == {}


def test_field_made_from_a_migration_reads_the_bodies_there_are():
    _name, _path, args, kwargs = StandardPage._meta.get_field("body").deconstruct()
    body = BodyField(*args, **kwargs).to_python('[{"type": "heading", "value": "Constats"}]')
    assert [(block.block_type, block.value) for block in body] == [("heading", "Constats")]


@pytest.mark.parametrize("rows", ["", "a | b", "a | b\nc", "a\nb | c\n", "a | b\nc | d | e"])
def test_table_whose_rows_differ_is_refused(rows):
    with pytest.raises(ValidationError) as refusal:
        KINDS["table"].clean({"caption": "Titre", "rows": rows})
    assert "rows" in refusal.value.block_errors


@pytest.mark.parametrize("rows", ["a | b\nc | d", "a|b\n\n c |d \n", "a | \n | d", "a\nb"])
def test_table_of_even_rows_is_taken(rows):
    KINDS["table"].clean({"caption": "Titre", "rows": rows})


def test_table_separates_its_headings_from_its_rows():
    context = KINDS["table"].get_context({"caption": "Titre", "rows": "Groupe | Durée\nDélégués | 2 × 3 h\n"})
    assert (context["head"], context["body"]) == (["Groupe", "Durée"], [["Délégués", "2 × 3 h"]])
    assert split_rows(" a | b \n\n") == [["a", "b"]]


def test_columns_are_two_to_four():
    column = {"heading": "", "text": "<p>Un texte</p>"}
    block = KINDS["columns"]
    for count, refused in ((1, True), (2, False), (4, False), (5, True)):
        value = block.to_python([column] * count)
        if refused:
            with pytest.raises(ValidationError):
                block.clean(value)
        else:
            block.clean(value)
