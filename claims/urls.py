"""Addresses of what belongs to claims and is no page, under `/fr/marques/` and `/en/marks/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .comparison import compare_wordings
from .concordance import list_successions
from .taking import views as taking

urlpatterns = [
    path(_("concordance/"), list_successions, name="concordance"),
    path(_("<str:mark>/wordings/"), compare_wordings, name="wordings"),
    path("", taking.list_marks, name="marks"),
]
