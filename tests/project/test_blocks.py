import pytest
from django.template.loader import get_template
from django.test import RequestFactory
from wagtail import blocks

from content.blocks import BodyBlock

KINDS = BodyBlock().child_blocks


def test_a_body_has_at_most_ten_kinds_of_block() -> None:
    assert 0 < len(KINDS) <= 10


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_block_has_a_template_and_can_be_previewed(kind: str) -> None:
    block: blocks.Block = KINDS[kind]
    assert block.meta.template == f"content/blocks/{kind}.html"
    assert get_template(block.meta.template)
    assert block.is_previewable
    value = block.get_preview_value()
    template = get_template(block.get_preview_template(value))
    preview = template.render({"request": RequestFactory().get("/"), **block.get_preview_context(value)})
    assert 'class="leaf' in preview
