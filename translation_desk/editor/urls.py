"""The address of the translation desk in the admin."""

from django.urls import path

from .views import EditorView

urlpatterns = [path("translate/<str:kind>/<key:pk>/<str:language>/", EditorView.as_view(), name="translation_editor")]
