"""A numbered claim stays with its report: its mark names the workshop it came from."""

from typing import Any

from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.signals import pre_page_move

from translations.models import BasePage

from ..models import ClaimPage


def is_kept(claim: ClaimPage, destination: BasePage) -> bool:
    return bool(claim.mark) and destination.pk != claim.get_parent().pk


def get_refusal(claim: ClaimPage) -> str:
    return _(
        "%(mark)s cannot be moved: its published number contains the code of the workshop. Withdraw it instead."
    ) % {"mark": claim.mark}


@receiver(pre_page_move, sender=ClaimPage)
def refuse_to_move(instance: BasePage, parent_page_after: BasePage, **kwargs: Any) -> None:
    """:raises ValidationError: whatever way the move was asked for"""
    claim = instance.specific
    if is_kept(claim, parent_page_after):
        raise ValidationError(get_refusal(claim))
