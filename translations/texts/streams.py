"""The texts in a body's blocks, aligned with those of its translation.

Each works on JSON as the database holds it. A text's path is made of the ids of the source's blocks: a translation's
blocks take them over, so that a block keeps its translation wherever editors move it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple
from uuid import uuid4

from wagtail import blocks

MOST_COMPARED = 100  # blocks left over on one side

Item = dict[str, Any]  # {"type": name of its block, "value": …, "id": …}


class Leaf(NamedTuple):
    """A text of a body: its path, the block that edits it, the labels from the outermost block to that one."""

    path: str
    block: blocks.Block
    labels: tuple[str, ...]
    source: str
    translation: str


def is_text_block(block: blocks.Block) -> bool:
    return isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock)


def items_of(block: blocks.Block, raw: Any) -> list[Item]:
    """Return the children of a stream or list; those of a list saved long ago have no id but their place."""
    if isinstance(block, blocks.StreamBlock):
        return [item for item in raw or [] if item["type"] in block.child_blocks]
    return [
        item
        if isinstance(item, dict) and item.get("type") == "item" and "id" in item
        else {"type": "item", "value": item, "id": str(place)}
        for place, item in enumerate(raw or [])
    ]


def child_of(block: blocks.Block, item: Item) -> blocks.Block:
    return block.child_blocks[item["type"]] if isinstance(block, blocks.StreamBlock) else block.child_block


def has_items(block: blocks.Block) -> bool:
    return isinstance(block, blocks.StreamBlock | blocks.ListBlock)


# Aligning


def align(source: list[Item], translation: list[Item]) -> list[tuple[Item | None, Item | None]]:
    """Pair each block with its translation: by id, and those left over by their order and type.

    More than MOST_COMPARED left over on both sides are paired type by type, the first with the first, as to compare
    them all takes time that grows with the square of their number.

    Blocks without a partner stand with None: the source's in their place, a translation's after the one it follows.
    """
    partners = {item["id"]: item for item in translation}
    pairs = {item["id"]: partners[item["id"]] for item in source if is_partner(item, partners.get(item["id"]))}
    taken = {item["id"] for item in pairs.values()}
    alone = [item for item in source if item["id"] not in pairs]
    free = [item for item in translation if item["id"] not in taken]
    pair = pair_in_order if min(len(alone), len(free)) <= MOST_COMPARED else pair_by_type
    pairs |= {item["id"]: other for item, other in pair(alone, free)}
    return place_orphans([(item, pairs.get(item["id"])) for item in source], translation)


def pair_in_order(alone: list[Item], free: list[Item]) -> Iterator[tuple[Item, Item]]:
    """Yield pairs of one type, none of which stands across another."""
    matcher = SequenceMatcher(None, [item["type"] for item in alone], [item["type"] for item in free], autojunk=False)
    for start, other, size in matcher.get_matching_blocks():
        yield from zip(alone[start : start + size], free[other : other + size], strict=True)


def pair_by_type(alone: list[Item], free: list[Item]) -> Iterator[tuple[Item, Item]]:
    waiting: dict[str, deque[Item]] = {}
    for other in free:
        waiting.setdefault(other["type"], deque()).append(other)
    for item in alone:
        if others := waiting.get(item["type"]):
            yield item, others.popleft()


def is_partner(item: Item, other: Item | None) -> bool:
    return other is not None and other["type"] == item["type"]


def place_orphans(
    pairs: list[tuple[Item | None, Item | None]], translation: list[Item]
) -> list[tuple[Item | None, Item | None]]:
    paired = {id(other) for _item, other in pairs}
    orphans: dict[int | None, list[Item]] = {}  # by the translation that they follow
    before = None
    for other in translation:
        if id(other) in paired:
            before = id(other)
        else:
            orphans.setdefault(before, []).append(other)
    placed: list[tuple[Item | None, Item | None]] = [(None, orphan) for orphan in orphans.get(None, [])]
    for pair in pairs:
        placed.append(pair)
        placed += [(None, orphan) for orphan in orphans.get(id(pair[1]), []) if pair[1]]
    return placed


# Reading


def leaves(
    block: blocks.Block, source: Any, translation: Any, path: str, labels: tuple[str, ...] = ()
) -> Iterator[Leaf]:
    """Yield the texts of a body in their order, each with its translation; both may be empty.

    The path of a text that has no source any more begins its block's id with `~`.
    """
    if has_items(block):
        for item, other in align(items_of(block, source), items_of(block, translation)):
            present = item or other or {}
            child = child_of(block, present)
            own = (*labels, str(child.label)) if isinstance(block, blocks.StreamBlock) else labels
            step = present["id"] if item else f"~{present['id']}"
            values = (item and item["value"], other and other["value"])
            yield from leaves(child, *values, f"{path}/{step}", own)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            values = ((source or {}).get(name), (translation or {}).get(name))
            yield from leaves(child, *values, f"{path}/{name}", (*labels, str(child.label)))
    elif is_text_block(block):
        yield Leaf(path, block, labels, str(source or ""), str(translation or ""))


def numbers_of_images(block: blocks.Block, raw: Any) -> Iterator[int]:
    """Yield the key of each image in a body."""
    from wagtail.images.blocks import ImageChooserBlock

    if has_items(block):
        for item in items_of(block, raw):
            yield from numbers_of_images(child_of(block, item), item["value"])
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from numbers_of_images(child, (raw or {}).get(name))
    elif isinstance(block, ImageChooserBlock) and raw:
        yield int(raw)


# Writing


def follow(block: blocks.StreamBlock, source: Any, translation: Any, texts: Mapping[str, str], path: str) -> list[Item]:
    """Return the translation of body `source`, made of `texts` and of what `translation` has, in the source's order.

    Blocks none of whose texts is translated are left out: readers would see empty ones. Those that have no source
    any more stay until their texts are emptied. Pictures alone make no translation.

    :param texts: path -> text; an empty one removes what there was
    """
    body: list[Item] = follow_block(block, source, translation, texts, path)
    return body if any(leaf.translation for leaf in leaves(block, source, body, path)) else []


def follow_block(block: blocks.Block, source: Any, translation: Any, texts: Mapping[str, str], path: str) -> Any:
    if has_items(block):
        pairs = align(items_of(block, source), items_of(block, translation))
        items = [follow_item(block, pair, texts, path) for pair in pairs]
        return [item for item in items if item is not None]
    if isinstance(block, blocks.StructBlock):
        source, translation = source or {}, translation or {}
        return {
            name: follow_block(child, source.get(name), translation.get(name), texts, f"{path}/{name}")
            for name, child in block.child_blocks.items()
        }
    if is_text_block(block):
        return texts.get(path, translation or "")
    return source if translation in (None, "") else translation


def follow_item(
    block: blocks.Block, pair: tuple[Item | None, Item | None], texts: Mapping[str, str], path: str
) -> Item | None:
    item, other = pair
    present = item or other or {}
    child = child_of(block, present)
    here = f"{path}/{present['id']}" if item else f"{path}/~{present['id']}"
    value = follow_block(child, item and item["value"], other and other["value"], texts, here)
    found = list(leaves(child, present["value"], value, here))
    if any(leaf.source for leaf in found) and not any(leaf.translation for leaf in found):
        return None
    return {"type": present["type"], "value": value, "id": present["id"]}


def adopt_ids(block: blocks.Block, source: Any, translation: Any) -> Any:
    """Return `translation`, in the order it has, with the ids of the blocks that it translates."""
    if has_items(block):
        translated = items_of(block, translation)
        pairs = align(items_of(block, source), translated)
        partners = {id(other): item for item, other in pairs if other}
        known = {item["id"] for item, _other in pairs if item}
        return [adopt_id(block, partners[id(other)], other, known) for other in translated]
    if isinstance(block, blocks.StructBlock) and translation:
        adopted = {
            name: adopt_ids(child, (source or {}).get(name), translation.get(name))
            for name, child in block.child_blocks.items()
            if has_items(child) or isinstance(child, blocks.StructBlock)
        }
        return {**translation, **adopted}
    return translation


def adopt_id(block: blocks.Block, item: Item | None, other: Item, known: set[str]) -> Item:
    if item:
        value = adopt_ids(child_of(block, other), item["value"], other["value"])
        return {**other, "id": item["id"], "value": value}
    return {**other, "id": str(uuid4())} if other["id"] in known else other
