from django.urls import path
from django.utils.translation import gettext_lazy as _

from .issues import archive
from .subscriptions import preferences as managing
from .subscriptions import views

urlpatterns = [
    path("", views.subscribe_view, name="subscribe"),
    path(_("sent/"), views.subscribe_sent, name="subscribe_sent"),
    path(_("confirm/<str:token>/"), views.confirm_view, name="confirm"),
    path(_("not-me/<str:token>/"), views.refuse_view, name="refuse"),
    path(_("renew/<str:token>/"), views.renew_view, name="renew"),
    path(_("unsubscribe/<str:token>/"), views.unsubscribe_view, name="unsubscribe"),
    path(_("choices/<str:token>/"), managing.manage, name="manage"),
    path(_("choices/<str:token>/data/"), managing.show_data, name="own_data"),
    path(_("choices/<str:token>/data.json"), managing.download_data, name="own_data_json"),
    path(_("choices/<str:token>/erase/"), managing.erase_view, name="erase"),
    path(_("sheet/"), views.sheet, name="signup_sheet"),
    path(_("letters/"), archive.show_archive, name="newsletter_archive"),
    path(_("letters/feed.xml"), archive.feed, name="newsletter_feed"),
    path(_("letters/<int:number>/"), archive.show_issue, name="newsletter_issue"),
]
