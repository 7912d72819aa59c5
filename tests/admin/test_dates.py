"""No date is ever replaced: fields of the admin understand what people type, or say that they do not."""

import datetime
import html

import pytest
from django import forms
from django.apps import apps
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override
from django_filters import DateFilter, DateFromToRangeFilter, DateTimeFilter
from wagtail.admin.filters import WagtailFilterSet

from claims.admin.decision_forms import WithdrawForm
from claims.admin.step_forms import StepForm
from claims.models import StepKind
from content.dates import fields as date_fields
from newsletter.admin.forms import PaperForm, SubscriberImportForm
from newsletter.admin.issue_forms import WhenForm
from tests.admin.forms import synthesis_form
from tests.factories import ConventionPageFactory, StandardPageFactory, SynthesisPageFactory
from tests.translations.forms import PUBLISH, edit_url, standard_page_form
from translations.models import BasePage
from translations.snippets import snippet_models

TYPED = ["15/09/2023", "15.09.2023", "15 septembre 2023", "September 15, 2023", "2023-09-15"]
OURS = (date_fields.DateField, date_fields.TimeField, date_fields.DateTimeField)
PAGES = sorted((model for model in apps.get_models() if issubclass(model, BasePage)), key=lambda model: model.__name__)


def list_fields(form_class):
    yield from form_class.base_fields.values()
    for formset in getattr(form_class, "formsets", {}).values():
        yield from formset.form.base_fields.values()


@pytest.mark.parametrize("model", [*PAGES, *snippet_models()])
def test_dates_and_times_of_every_model_have_fields_that_understand(model):
    handler = model.get_edit_handler() if issubclass(model, BasePage) else model.snippet_viewset.get_edit_handler()
    fields = list(list_fields(handler.get_form_class()))
    dates = [field for field in fields if isinstance(field, forms.fields.BaseTemporalField)]
    assert all(isinstance(field, OURS) for field in dates)
    assert all("24/12/2026" in str(field.help_text) or "23:59" in str(field.help_text) for field in dates)
    assert dates or not issubclass(model, BasePage)  # each page has a schedule


@pytest.mark.parametrize(
    ("form_class", "options"),
    [
        (StepForm, {"kind": StepKind.PUT}),
        (WithdrawForm, {}),
        (PaperForm, {}),
        (SubscriberImportForm, {}),
        (WhenForm, {}),
    ],
)
@pytest.mark.django_db
def test_dates_of_every_other_form_have_fields_that_understand(form_class, options):
    dates = [
        field for field in form_class(**options).fields.values() if isinstance(field, forms.fields.BaseTemporalField)
    ]
    assert dates
    assert all(isinstance(field, OURS) for field in dates)


@pytest.mark.django_db
class TestPages:
    @pytest.mark.parametrize("typed", TYPED)
    def test_date_of_a_page_is_stored_as_it_was_meant_and_shown_with_the_day_first(self, admin_client, typed):
        page = SynthesisPageFactory(parent=ConventionPageFactory(), date=datetime.date(2020, 1, 1))
        data = synthesis_form(title_fr=page.title_fr, slug_fr=page.slug_fr, date=typed, **PUBLISH)
        admin_client.post(edit_url(page), data)
        page.refresh_from_db()
        assert page.date == datetime.date(2023, 9, 15)
        assert 'value="15/09/2023"' in admin_client.get(edit_url(page)).content.decode()

    def test_date_that_cannot_be_read_comes_back_as_it_was_typed_with_what_to_do(self, admin_client):
        page = SynthesisPageFactory(parent=ConventionPageFactory(), date=datetime.date(2020, 1, 1))
        data = synthesis_form(title_fr=page.title_fr, slug_fr=page.slug_fr, date="12/31/2023", **PUBLISH)
        shown = html.unescape(admin_client.post(edit_url(page), data).content.decode())
        assert 'value="12/31/2023"' in shown
        assert "« 12/31/2023 » n’est pas une date" in shown.replace("\u00a0", " ").replace("\u202f", " ")
        page.refresh_from_db()
        assert page.date == datetime.date(2020, 1, 1)

    def test_schedule_is_read_in_the_time_of_the_site(self, admin_client):
        page = StandardPageFactory(live=False)
        data = standard_page_form(go_live_at="24/12/2999 08:00", **PUBLISH)
        admin_client.post(edit_url(page), data)
        assert not type(page).objects.get(pk=page.pk).live

    def test_schedule_that_cannot_be_read_publishes_nothing(self, admin_client):
        page = StandardPageFactory(live=False)
        response = admin_client.post(edit_url(page), standard_page_form(go_live_at="Noël 8h", **PUBLISH))
        assert response.context["form"].errors["go_live_at"]
        assert not type(page).objects.get(pk=page.pk).live


def plain(response):
    return html.unescape(response.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def list_filter_sets(base=WagtailFilterSet):
    for subclass in base.__subclasses__():
        yield subclass
        yield from list_filter_sets(subclass)


def test_every_filter_by_date_is_ours():
    get_resolver().url_patterns  # noqa: B018  # loads the views
    dated = (DateFilter, DateTimeFilter, DateFromToRangeFilter)
    filters = [found for made in list_filter_sets() for found in made.base_filters.values() if isinstance(found, dated)]
    assert len(filters) >= 8
    for found in filters:
        assert isinstance(found.field, (*OURS, date_fields.DateRangeField))
        assert "24/12/2026" in str(found.field.help_text)


LISTS = {  # with the name of a filter by date
    "wagtailusers_users:index": "last_login",
    "wagtailadmin_reports:site_history": "timestamp",
    "wagtailadmin_reports:locked_pages": "locked_at",
    "wagtailadmin_reports:workflow": "created_at",
    "wagtailadmin_reports:workflow_tasks": "started_at",
    "wagtailadmin_explore_root": "latest_revision_created_at",
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", LISTS)
class TestFiltersByDate:
    def ask(self, client, address, typed):
        """Return the list, and the part of it that the browser asks for when something is typed."""
        asked = {f"{LISTS[address]}_from": typed}
        whole = client.get(reverse(address), asked)
        part = client.get(whole.context["view"].index_results_url.split("?")[0], asked)
        return whole, part

    @pytest.mark.parametrize("typed", TYPED)
    def test_filter_understands_what_people_type(self, address, typed, admin_client):
        for response in self.ask(admin_client, address, typed):
            filters = response.context["view"].filters
            assert not filters.form.errors
            assert filters.form.cleaned_data[LISTS[address]].start.date() == datetime.date(2023, 9, 15)

    def test_filter_shows_how_to_write_a_date(self, address, admin_client):
        whole, _part = self.ask(admin_client, address, "")
        shown = plain(whole)
        assert "Jour/mois/année, par exemple : 24/12/2026." in shown

    @pytest.mark.parametrize("typed", ["12/31/2023", "l’an dernier"])
    def test_filter_refuses_in_words_what_it_does_not_understand(self, address, typed, admin_client):
        for response in self.ask(admin_client, address, typed):
            shown = plain(response)
            _before, alert, after = shown.partition('<div class="help-block help-warning" role="alert">')
            assert alert
            assert f"« {typed} » n’est pas une date" in after.partition("</div>")[0]
            assert "La liste n’est pas filtrée." in after


@pytest.mark.django_db
def test_history_of_a_page_is_narrowed_down_by_dates_in_words(admin_client):
    page = StandardPageFactory()
    page.save_revision(log_action=True)
    history = reverse("wagtailadmin_pages:history", args=[page.pk])
    shown = admin_client.get(history, {"timestamp_from": "1er janvier 2199"})
    assert not shown.context["object_list"]
    shown = admin_client.get(history, {"timestamp_from": "1er janvier 2020"})
    assert shown.context["object_list"]
    assert 'role="alert"' in admin_client.get(history, {"timestamp_from": "jadis"}).content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_fields_that_are_not_ours_read_the_day_first_in_both_languages(language):
    with override(language):
        assert forms.DateField().clean("03/04/2026") == datetime.date(2026, 4, 3)
        assert forms.DateTimeField().clean("03/04/2026 14h30").time() == datetime.time(14, 30)


def test_schedule_knows_summer_time():
    with timezone.override("Europe/Paris"):
        assert date_fields.DateTimeField().clean("1 juillet 2026 à 8h") == datetime.datetime(
            2026, 7, 1, 6, tzinfo=datetime.UTC
        )
