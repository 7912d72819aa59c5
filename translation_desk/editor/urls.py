"""The address of the translation desk in the admin."""

from django.urls import path

from .views import BesideView

urlpatterns = [path("translate/<str:kind>/<int:pk>/<str:language>/", BesideView.as_view(), name="translate_beside")]
