from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

BYTES = b"<p>" + b"x" * 35_000 + b"</p>"


def trivial_35_kb(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BYTES)


urlpatterns = [path("trivial/", trivial_35_kb), *urlpatterns]
