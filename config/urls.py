"""Addresses. Those with texts carry their language, `/fr/…` or `/en/…`; docs/addresses.md lists them all."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from campaigns import views as campaigns
from campaigns.joining import urls as joining_urls
from claims import urls as claims_urls
from claims import views as claims
from config import api, errors, press, restricted, sitemap, views
from config.search.page import search
from config.sign_in.login import ReaderSignInView
from config.sign_in.login import urlpatterns as sign_in
from contacts import urls as contacts_urls
from content.media.documents import serve_document
from newsletter import urls as newsletter_urls
from newsletter.bounces.webhooks import take_report
from newsletter.subscriptions import views as newsletter
from translations.admin_access.bulk import urlpatterns as bulk
from translations.admin_access.choosers import urlpatterns as choosers
from translations.admin_access.moderation_views import urlpatterns as moderating
from translations.views import show_source_changes

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("r/<str:mark>/", claims.go_to_mark, name="mark"),  # as people type it
    path("r/<str:mark>", claims.go_to_mark, name="mark"),  # as it is given out: of two, Django reverses the last
    path("c/<key:number>", campaigns.go_to_campaign, name="campaign"),
    path("u/<str:token>", newsletter.one_click, name="one_click"),  # short, for List-Unsubscribe
    path("webhooks/<str:provider>/", take_report, name="webhook"),
    path("admin/", include([*sign_in, *views.closed, *choosers, *bulk, *moderating])),  # before Wagtail's own
    path("admin/", include(wagtailadmin_urls)),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        restricted.ask_for_document_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("documents/<int:document_id>/<str:document_filename>", serve_document, name="wagtaildocs_serve"),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemap.show_index, name="sitemap"),
    path("sitemap-<str:name>-<key:part>.xml", sitemap.show_part, name="sitemap_part"),
    path("robots.txt", views.robots, name="robots"),
    path("api/v2/", api.show_endpoints, name="api"),
    path("api/v2/", api.router.urls),
    *claims_urls.neutral,
    re_path(r"^media/(?P<path>.+)$", views.media, name="media"),
    *i18n_patterns(
        path(_("search/"), search, name="search"),
        path(_("press/"), press.press, name="press"),
        path(_("developers/"), press.developers, name="developers"),
        path(_("marks/"), include(claims_urls)),
        path(_("newsletter/"), include(newsletter_urls)),
        path(_("differences/"), show_source_changes, name="source_changes"),
        path(_("differences/<path:path>/"), show_source_changes, name="source_changes"),
        path(_("site-map/"), campaigns.site_map, name="site_map"),
        path("<path:path>.ics", campaigns.calendar_file, name="calendar_file"),
        path("<path:path>.atom", campaigns.publications_feed, name="publications_feed"),
        path(_("directory/"), include(contacts_urls)),
        path(_("joining/"), include(joining_urls)),
        path(
            "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
            restricted.ask_for_page_password,
            name="wagtailcore_authenticate_with_password",
        ),
        path("_util/login/", ReaderSignInView.as_view(), name="wagtailcore_login"),
        path("", include(wagtail_urls)),
    ),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
