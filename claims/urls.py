"""Addresses of what belongs to claims and is no page, under `/fr/marques/` and `/en/marks/`."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .taking import views as taking

urlpatterns = [
    path("", taking.list_marks, name="marks"),
]
