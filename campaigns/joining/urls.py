from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path("<key:page>/", views.apply_view, name="apply"),
    path(_("sent/"), views.application_sent, name="application_sent"),
    path(_("confirm/<str:token>/"), views.application_view, name="application"),
]
