from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .joining.listing import forms_of
from .models import Topic
from .viewsets import ArticlesGroup, CampaignsGroup

register_snippet(ArticlesGroup)
hooks.register("filter_form_submissions_for_user", forms_of)


@hooks.register("register_admin_viewset")
def list_campaigns() -> CampaignsGroup:
    return CampaignsGroup()


@hooks.register("before_delete_snippet")
def keep_topics_of_articles(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Subscribers choose by topic: one that articles have must not vanish from them unseen."""
    kept = [instance for instance in instances if isinstance(instance, Topic) and instance.articles.exists()]
    if not kept:
        return None
    for topic in kept:
        messages.error(request, _("“%(name)s” stays: articles have this topic.") % {"name": topic.name})
    return redirect("wagtailsnippets_campaigns_topic:usage", kept[0].pk)
