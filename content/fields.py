"""The field for a page's body."""

from typing import Any

from wagtail.fields import StreamField

from .blocks import BodyBlock
from .body_widget import BodyWidget, Definitions


class BodyField(StreamField):
    """A StreamField of the site's body blocks, whose definition stays out of migrations.

    The database holds JSON whatever the blocks are: a migration for each new wording of a label would be noise.
    """

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(block_types or BodyBlock(), **kwargs)
        self.definitions: Definitions = {}  # of its editor, which its columns in each language share

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"widget": BodyWidget(self.stream_block, self.definitions), **kwargs})

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
