from django.urls import path

from .views import export_translations_view, import_translations_view, suggest_view

urlpatterns = [
    path("", export_translations_view, name="export"),
    path("import/", import_translations_view, name="import"),
    path("suggest/<key:pk>/<str:language>/", suggest_view, name="suggest"),
]
