from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from translations.models import BasePage

from ...citations.queries import index_page


class Command(BaseCommand):
    help = "Reads from every page anew which claims it cites. Changes nothing where the index is right."

    def handle(self, *args: Any, **options: Any) -> None:
        for key in BasePage.objects.filter(depth__gt=1).order_by("path").values_list("pk", flat=True).iterator():
            with transaction.atomic():  # nobody publishes the page in between
                page = BasePage.objects.select_for_update(of=("self",)).filter(pk=key).first()
                if page:
                    index_page(page.specific)
