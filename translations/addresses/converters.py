"""Parts of our own addresses, as patterns of `path()` name them."""

from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """`<key:pk>`: a number that a column of keys can hold. What is longer matches nothing, and so is not found.

    Django's `int` takes any number, and where a page type's key is looked for, SQLite raises OverflowError from 2**63.
    Patterns that stand before Wagtail's own keep `int`: what they refuse would go on to those.
    """

    regex = "[0-9]{1,18}"
