"""Those who get the newsletter by post, in the admin: a card file, and labels to print."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import View
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from ..models import PostalSubscriber

ROWS, COLUMNS = 8, 3  # of labels on A4, 70 by 36 mm each
LABELS = ROWS * COLUMNS


class LabelsForm(forms.Form):
    """Which labels, and where the first goes: a sheet can be used more than once."""

    language = forms.ChoiceField(
        label=pgettext_lazy("newsletter", "Language"),
        required=False,
        choices=[("", pgettext_lazy("newsletter", "All")), *settings.LANGUAGES],
    )
    first = forms.IntegerField(
        label=gettext_lazy("First unused label on the sheet"), min_value=1, max_value=LABELS, initial=1, required=False
    )


class LabelsView(View):
    """A page that prints as sheets of labels, without the admin around it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("newsletter.view_postalsubscriber"):
            raise PermissionDenied
        form = LabelsForm(request.GET or None, initial={"first": 1})
        chosen = form.cleaned_data if form.is_valid() else {}
        subscribers = PostalSubscriber.objects.all()
        if chosen.get("language"):
            subscribers = subscribers.filter(language=chosen["language"])
        labels: list[PostalSubscriber | None] = [None] * ((chosen.get("first") or 1) - 1)
        labels += list(subscribers)
        context = {
            "form": form,
            "sheets": [labels[start : start + LABELS] for start in range(0, len(labels), LABELS)],
            "number": subscribers.count(),
        }
        response = render(request, "newsletter/admin/labels.html", context, status=422 if form.errors else 200)
        response["Cache-Control"] = "no-store"
        return response


class PostalIndexView(IndexView):
    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        labels = HeaderButton(_("Labels to print"), url=reverse("subscribers_by_post:labels"), icon_name="doc-full")
        return [*super().header_buttons, labels]


class PostalViewSet(ModelViewSet):
    model = PostalSubscriber
    icon = "home"
    menu_label = pgettext_lazy("newsletter", "By post")
    menu_order = 3
    menu_hook = "register_newsletter_menu_item"
    index_view_class = PostalIndexView
    list_display = ["name", "postcode", "town", "country", "language", "signed_on"]
    list_filter = ["language", "country"]
    search_fields = None  # names would be in URLs, and so in logs and histories
    copy_view_enabled = False
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("street"),
                FieldPanel("more"),
                FieldRowPanel([FieldPanel("postcode"), FieldPanel("town")]),
                FieldPanel("country"),
            ],
            heading=gettext_lazy("Exactly as on the envelope"),
        ),
        FieldPanel("language"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("place"), FieldPanel("signed_on")])], heading=gettext_lazy("How they asked")
        ),
    ]

    def get_permissions_to_register(self) -> QuerySet[Any]:
        return super().get_permissions_to_register().exclude(codename__startswith="copy")

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("labels/", LabelsView.as_view(), name="labels")]
