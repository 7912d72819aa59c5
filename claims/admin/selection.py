"""Finds the claims that an editor's request is about, and checks that the editor may act on them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from translations.permissions import may_write_source

from ..marks import parse_mark
from ..models import ClaimPage, GivenMark
from .filters import ClaimFilterSet, search_condition

MOST_AT_ONCE = 200


def may_keep(claim: Any, user: Any) -> bool:
    """Tell whether `user` may decide on `claim` and keep its record: whoever may publish all of it may."""
    permissions = claim.permissions_for_user(user)
    return bool(permissions.can_publish()) and may_write_source(user) and not permissions.page_locked()


def get_claim(request: HttpRequest, pk: int) -> ClaimPage:
    """:raises PermissionDenied: if the claim is not the user's to act on"""
    claim = get_object_or_404(ClaimPage.objects.defer_streamfields(), pk=pk)
    if not may_keep(claim, request.user):
        raise PermissionDenied
    return claim


def get_claims(request: HttpRequest) -> list[ClaimPage]:
    """Return the claims that a listing's check boxes name, `?id=3&id=7`, in the order of the tree.

    `id=all` stands for all that the listing shows: its search and filters come along.

    :raises Http404: if the request names none, or too many at once
    :raises PermissionDenied: if one of them is not the user's to act on
    """
    keys = (request.POST if request.method == "POST" else request.GET).getlist("id")
    claims = ClaimPage.objects.defer_streamfields().order_by("path")
    if keys == ["all"]:
        filters = ClaimFilterSet(data=request.GET, request=request, queryset=claims)
        claims = filters.qs if filters.is_valid() else claims.none()
        if words := request.GET.get("q", "").strip():
            claims = claims.filter(search_condition(words))
    else:
        claims = claims.filter(pk__in=[int(key) for key in keys if re.fullmatch("[0-9]{1,9}", key)])
    found = list(claims[: MOST_AT_ONCE + 1])
    if not found or len(found) > MOST_AT_ONCE:
        raise Http404
    if not all(may_keep(claim, request.user) for claim in found):
        raise PermissionDenied
    return found


class MarksField(forms.CharField):
    """Claims, named by their marks as on paper: “DS-4, DS-7”."""

    def __init__(self, *, most: int | None = None, **kwargs: Any) -> None:
        super().__init__(max_length=400, **kwargs)
        self.most = most

    def clean(self, value: Any) -> list[ClaimPage]:
        text = super().clean(value)
        claims = []
        for typed in filter(None, (part.strip() for part in re.split(r"[,;\n]", text))):
            mark = parse_mark(typed)
            given = mark and GivenMark.objects.find(mark)
            if not given or not given.claim_id:
                raise ValidationError(_("No claim has the number “%(mark)s”.") % {"mark": typed})
            claims.append(ClaimPage.objects.defer_streamfields().get(pk=given.claim_id))
        if self.most and len(claims) > self.most:
            raise ValidationError(_("Choose one claim only."))
        return list(dict.fromkeys(claims))
