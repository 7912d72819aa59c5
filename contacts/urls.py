from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

# Below the first of these is what robots are told to leave alone: it holds addresses as plain text.
urlpatterns = [
    path(_("cards/<uuid:key>.vcf"), views.person_card, name="contact_card"),
    path(_("cards/<slug:slug>.vcf"), views.region_cards, name="region_cards"),
    path(_("cards/all.csv"), views.table, name="contact_table"),
    path("<slug:slug>.jsonld", views.region_data, name="region_data"),
    path(_("country/"), views.find_country, name="find_country"),
    path(_("write/sent/"), views.message_sent, name="message_sent"),
    path(_("write/<uuid:key>/"), views.write_view, name="write_to"),
]
