from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path("<int:page>/", views.apply, name="apply"),
    path(_("sent/"), views.sent, name="application_sent"),
    path(_("confirm/<str:token>/"), views.application, name="application"),
]
