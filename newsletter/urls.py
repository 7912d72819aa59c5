from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import archive, views

urlpatterns = [
    path("", views.subscribe, name="subscribe"),
    path(_("sent/"), views.subscribe_sent, name="subscribe_sent"),
    path(_("confirm/<str:token>/"), views.confirm, name="confirm"),
    path(_("unsubscribe/<str:token>/"), views.unsubscribe, name="unsubscribe"),
    path(_("letters/"), archive.show_archive, name="newsletter_archive"),
    path(_("letters/feed.xml"), archive.feed, name="newsletter_feed"),
    path(_("letters/<int:number>/"), archive.show_issue, name="newsletter_issue"),
]
