from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "tests.publication.stock"
    label = "stock"
