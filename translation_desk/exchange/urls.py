from django.urls import path

from .views import export_view, import_view, suggest_view

urlpatterns = [
    path("", export_view, name="export"),
    path("import/", import_view, name="import"),
    path("suggest/<int:pk>/<str:language>/", suggest_view, name="suggest"),
]
