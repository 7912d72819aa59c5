"""Addresses of what belongs to claims and is no page: under `/fr/marques/` and `/en/marks/`, but for `neutral` ones."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .decisions.comparison import compare_wordings
from .exports import citing
from .exports import views as taking
from .exports.facing import show_facing
from .findings.views import list_questions, show_row
from .register.concordance import list_successions

urlpatterns = [
    path(_("concordance/"), list_successions, name="concordance"),
    path(_("questions/"), list_questions, name="open_questions"),
    path(_("<str:mark>/wordings/"), compare_wordings, name="wordings"),
    path(_("<str:mark>/facing/"), show_facing, name="facing"),
    path("", taking.list_marks, name="marks"),
    path(_("claims.csv"), taking.tabulate_claims, name="claims_csv"),
    path(_("claims.json"), taking.show_claims, name="claims_json"),
    path(_("new.atom"), taking.feed_claims, name="new_claims"),
    path(_("steps.atom"), taking.feed_steps, name="new_steps"),
    path(_("<str:mark>/claim.json"), taking.show_claim, name="claim_json"),
    path(_("<str:mark>/cite.bib"), citing.cite_bibtex, name="cite_bibtex"),
    path(_("<str:mark>/cite.json"), citing.cite_csl, name="cite_csl"),
    path(_("<str:mark>/embed/"), taking.embed, name="embed"),
    path("<str:mark>/", show_row, name="numbered_row"),
]
neutral = [
    path("claims.schema.json", taking.show_schema, name="claims_schema"),
    path("claims.jsonld", taking.show_context, name="claims_context"),
]
