"""Texts set as printers set them, when they are shown: stored texts stay as they were written."""

from .html import set_html
from .rules import set_text

__all__ = ["set_html", "set_text"]
