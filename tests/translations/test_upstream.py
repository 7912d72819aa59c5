"""What we override or call without its being a public interface: a new version of it may mean something else.

Each line holds the digest of a source that was read when our code was written. Where one fails after an upgrade: read
that source again, and the code of ours that the line names; mend our code if need be; then put the new digest here.
"""

import inspect
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import wagtail.admin

PAGE = "wagtail.models.pages.AbstractPage"
TREE = "treebeard.mp_tree.MP_Node"

# upstream: (digest of its source, our code that rests on it), on one line each
# ruff: noqa: E501
READ = {
    # Overridden
    "wagtail.admin.widgets.chooser.BaseChooser.render": ("b46a0fb559c8", "config.security.script_nonce: its nonce"),
    f"{PAGE}._set_core_field_defaults": ("7c4e117e566c", "translations.addresses.paths: runs it in each language"),
    f"{PAGE}._slug_is_available": ("5c8192df7667", "translations.addresses.paths: compares paths, and not slugs"),
    f"{PAGE}._check_slug_is_unique": ("02d6eb946393", "translations.addresses.paths: checks the slug of each language"),
    f"{PAGE}.set_url_path": ("a5de1cb8563b", "translations.addresses.paths: runs it in each language"),
    f"{PAGE}._update_descendant_url_paths": ("68ee15e8b5f9", "translations.addresses.paths: replaces it"),
    f"{PAGE}.route_for_request": ("5530d229b2de", "translations.addresses.paths: reads the home page in full only where it is asked for"),
    f"{PAGE}.route": ("643c9afcc2de", "translations.addresses.paths: finds children by their slug in any language"),
    f"{PAGE}.get_url_parts": ("be4f52b3a458", "translations.addresses.paths: puts BASE_URL before the default site's addresses"),
    f"{PAGE}.get_cache_key_components": ("9b7979382c9b", "translations.addresses.paths: adds the language"),
    f"{PAGE}.save": ("2864352d83db", "translations.models: runs it in a language whose slug changes; it compares one only"),
    f"{PAGE}.minimal_clean": ("94bf0f32f9c8", "translations.models: runs it in the source language"),
    f"{PAGE}.with_content_json": ("dbd407eb32b1", "translations.models: keeps draft titles and slugs in each language"),
    f"{PAGE}.update_aliases": ("98ab155f9e1c", "translations.models: runs it in the source language"),
    "wagtail.models.preview.PreviewableMixin.make_preview_request": ("6f00ec6a3b08", "translations.models: its language is the mode"),
    "modelcluster.models.ClusterableModel.serializable_data": ("a658d519dbbd", "translations.models: stores the status before"),
    "wagtail.admin.forms.pages.WagtailAdminPageForm.clean": ("49565c4f0307", "translations.admin.forms: checks slugs in each language"),
    "wagtail.admin.forms.pages.WagtailAdminPageForm.is_valid": ("c51808b5a0b9", "translations.admin.forms: names the tabs with errors"),
    "modelcluster.forms.ClusterForm.save": ("6baed0f2f3a1", "translations.admin.forms: confirms translations when the rows are set"),
    "wagtail.admin.panels.base.Panel.on_model_bound": ("56f5240104a7", "translations.admin.panels: makes the tabs there"),
    "wagtail.admin.panels.group.PanelGroup": ("27afd63191eb", "translations.admin.panels: replaces its children"),
    "wagtail.admin.panels.field_panel.FieldPanel": ("e5942f54d661", "translations.admin.panels: adds the source above the field"),
    "wagtail.admin.panels.title_field_panel.TitleFieldPanel": ("cf84a75ac549", "translations.admin.panels: gives it targets by language"),
    "wagtail.admin.views.pages.listing.PageListingMixin": ("0e710a7bbc70", "translation_desk.reports.explorer: adds to its columns"),
    "wagtail.admin.views.pages.search.SearchView": ("33bd557b83ef", "translation_desk.reports.explorer: adds to its columns"),
    "wagtail.admin.views.reports.base.ReportView": ("4bc3214bdd6a", "translation_desk.reports.report: chooses before the rows are put together"),
    "wagtail.admin.views.mixins.SpreadsheetExportMixin.write_csv_response": ("8003e788b15c", "translation_desk.reports.report: writes all at once"),
    "wagtail.admin.panels.inline_panel.InlinePanel": ("952f97ab9a53", "translations.admin.row_panels: has templates of its own"),
    "wagtail.models.workflows.WorkflowMixin": ("120501ea2d5c", "translation_desk.page_views: tells it what it would ask for"),
    "wagtail.blocks.base.BlockWidget": ("f014d2239142", "content.body_widget: keeps what it makes, and quotes it otherwise"),
    "django.template.loaders.cached.Loader.get_template": ("3b2243a71557", "config.rendering.template_loader: shortens what it keeps"),
    f"{PAGE}.save_revision": ("8160cfa1e278", "translations.models.DRAFT_FIELDS: what it saves of the page itself"),
    f"{PAGE}.get_view_restrictions": ("f41021bde7cd", "translations.addresses.paths: does without a query for ancestors that are known"),
    "wagtail.models.pages.PagePermissionTester": ("797acd98e920", "translations.permissions: names what those may do who write translations only"),
    "wagtail.models.reference_index.ReferenceIndex.create_or_update_for_object": ("58e9352db7ed", "translations.models: called once a save"),
    "wagtail.signal_handlers.disable_reference_index_auto_update": ("1814a45fa7ec", "translations.models: cannot be nested"),
    "wagtail.admin.views.pages.edit.EditView.dispatch": ("dec0aa9ca040", "translation_desk.page_views: holds the page's lock around it"),
    "wagtail.admin.views.pages.edit.EditView.form_valid": ("522d696bc672", "translation_desk.page_views: puts drafts together before it"),
    "wagtail.admin.views.pages.edit.EditView.save_action": ("2eb308bcf8ec", "translation_desk.page_views: automatic saving, too"),
    "wagtail.admin.views.pages.edit.EditView.publish_action": ("e1543eddfbc1", "translation_desk.page_views, translations.wagtail_hooks"),
    "wagtail.admin.views.pages.create.CreateView.post": ("990f1ac098b4", "translations.admin.creating: one form makes one page"),
    "wagtail.admin.views.pages.create.CreateView.publish_action": ("a667541705ef", "translations.admin.forms: a new page is a draft first"),
    "wagtail.admin.views.generic.mixins.JsonPostResponseMixin": ("c9a02d133d82", "translation_desk.page_views, translations.admin.creating"),
    "wagtail.admin.forms.models.WagtailAdminDraftStateFormMixin": ("fd4cc5da1ecb", "translations.admin.forms.judge_expiry()"),
    "wagtail.actions.publish_revision.PublishRevisionAction._publish_revision": ("610b084ff8ef", "translations.models: what is saved, and when"),
    "wagtail.api.v2.views.PagesAPIViewSet": ("e6134841021a", "config.api: its fields, its queryset, its errors"),
    "wagtail.api.v2.serializers.PageSerializer": ("fd0a47a519ea", "config.api: both languages at once"),
    "wagtail.admin.api.views.PagesAdminAPIViewSet": ("84d4aec6ba1e", "config.admin_api: only what one may see elsewhere"),
    # Called
    f"{PAGE}._get_autogenerated_slug": ("d537065ce4d0", "translations.addresses.paths: numbers a slug that is taken"),
    f"{PAGE}._get_relevant_site_root_paths": ("5fa0944fdee2", "translations.paths, translations.redirects"),
    f"{PAGE}._get_site_root_paths": ("ca9efde7ab98", "translations.addresses.paths"),
    "wagtail.models.sites.Site.find_for_request": ("4edb710b9fd3", "translations.addresses.sites: keeps the site where this looks"),
    "wagtail.models.sites.Site._find_for_request": ("a6f5ba5a68b3", "translations.addresses.sites: does the same in one statement"),
    "wagtail.models.sites.get_site_for_hostname": ("a6457f6fff48", "translations.addresses.sites: does the same in one statement"),
    "wagtail.models.sites.Site.get_site_root_paths": ("166eac326fa0", "translations.addresses.sites: fills its cache"),
    f"{TREE}.get_parent": ("bfeb7b9d494a", "translations.addresses.paths: sets _cached_parent_obj, which it reads"),
    "wagtail.contrib.redirects.signal_handlers.create_redirects": ("fc995346ca4f", "translations.addresses.redirects: runs it in each language whose address changes"),
    "wagtail.contrib.redirects.signal_handlers.autocreate_redirects_on_slug_change": ("6eb077b0156f", "translations.addresses.redirects"),
    "wagtail.contrib.redirects.signal_handlers.autocreate_redirects_on_page_move": ("d10c81d63b87", "translations.addresses.redirects"),
    "wagtail.admin.panels.model_utils.expand_panel_list": ("e9f3a6e64094", "translations.admin.panels"),
    "wagtail.admin.forms.models.ModelFieldRegistry": ("473e5b745ddb", "translations.admin.panels: asks for the widget of a field"),
    "wagtail.admin.messages.validation_error": ("a045582962ed", "translations.admin.forms: lists field errors if there is another error"),
    "wagtail.admin.views.pages.move.MoveConfirmView.dispatch": ("72d90fe28dac", "translations.wagtail_hooks.refuse_taken_slugs()"),
    "wagtail.admin.views.pages.bulk_actions.move.MoveBulkAction": ("54a234420a1f", "translations.wagtail_hooks: its destination"),
    "wagtail.admin.localization.get_available_admin_languages": ("8ce79b9bf7aa", "translations.middleware: the admin's language"),
    "wagtail.blocks.stream_block.BaseStreamBlock.render_basic": ("2fc51a85694b", "translations.admin.panels: shows the source of a body"),
    "wagtail.blocks.stream_block.StreamValue.get_prep_value": ("69dddbee3846", "translations.texts.paths: digests of bodies"),
    "django.utils.translation.trans_real.get_supported_language_variant": ("75fe8e40f7f2", "translations.middleware"),
    "django.utils.translation.trans_real.parse_accept_lang_header": ("f7cba459cc9f", "translations.middleware"),
    "django.utils.translation.trans_real.get_language_from_path": ("f1452e605ea7", "translations.middleware"),
    "modelcluster.models.get_all_child_relations": ("0aa744daf017", "translations.texts.paths: finds the rows"),
    "modeltranslation.manager.get_translatable_fields_for_model": ("dcb9fc85bb48", "translations.texts.paths: finds the fields"),
    "modeltranslation.manager.MultilingualQuerySet.rewrite": ("cc7c501de9d8", "translations.addresses.paths: writes base columns"),
    "modeltranslation.translator.TranslationOptions": ("7658eefbc51a", "translations.translation, translations.panels"),
    "modeltranslation.fields.TranslationField": ("6803022bbdf0", "translations.admin.panels: its language and translated_field"),
    "modeltranslation.utils.build_localized_fieldname": ("23bd8160cff3", "translations.languages.column()"),
    "modeltranslation.utils.get_translation_fields": ("0fb6571ed244", "translations.models, translations.paths"),
    "modeltranslation.utils.fallbacks": ("6a112f8b4439", "translations.addresses.paths: slugs without fallback"),
    "modeltranslation.utils.resolution_order": ("d1d868204e35", "translations.templatetags: what a text fell back to"),
}  # fmt: skip

# Templates that some of ours stand in for
UPSTREAM = Path(wagtail.admin.__file__).parent / "templates"
READ_TEMPLATES = {
    "wagtailadmin/panels/inline_panel.html": ("195bb0b199ed", "translations/admin/rows.html"),
    "wagtailadmin/panels/inline_panel_child.html": ("f8db4840ba05", "translations/admin/row.html"),
    "wagtailadmin/panels/multi_field_panel_child.html": ("0e4d5e717b9c", "translations/admin/row_field.html"),
    "wagtailadmin/shared/panel.html": ("b7fe48649e4f", "translations/admin/row.html"),
    "wagtailadmin/panels/multiple_chooser_panel.html": (
        "673bc9b26ca9",
        "templates/wagtailadmin/panels: its script with a nonce",
    ),
    "wagtailadmin/widgets/date_input.html": ("2557f7a4fd54", "templates/wagtailadmin/widgets: its script with a nonce"),
    "wagtailadmin/widgets/datetime_input.html": (
        "479d8ddeaa73",
        "templates/wagtailadmin/widgets: its script with a nonce",
    ),
    "wagtailadmin/widgets/time_input.html": ("536917c544a1", "templates/wagtailadmin/widgets: its script with a nonce"),
}


def find(name: str) -> Any:
    """Return the class, function or method that `name` leads to."""
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        try:
            found: Any = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = inspect.getattr_static(found, part)
        return found
    raise ModuleNotFoundError(name)


def digest_of(thing: Callable[..., Any]) -> str:
    return sha256(inspect.getsource(inspect.unwrap(getattr(thing, "__func__", thing))).encode()).hexdigest()[:12]


@pytest.mark.parametrize("name", READ)
def test_upstream_is_as_it_was_read(name):
    digest, ours = READ[name]
    now = digest_of(find(name))
    assert now == digest, f"{name} has changed: read it again, and {ours}. Then put its digest here: {now}"


@pytest.mark.parametrize("name", READ_TEMPLATES)
def test_template_is_as_it_was_read(name):
    digest, ours = READ_TEMPLATES[name]
    now = sha256((UPSTREAM / name).read_bytes()).hexdigest()[:12]
    assert now == digest, f"{name} has changed: read it again, and {ours}. Then put its digest here: {now}"


def test_language_settings_of_modeltranslation_are_ours(settings):
    from modeltranslation import settings as upstream

    assert list(upstream.AVAILABLE_LANGUAGES) == [code for code, _name in settings.LANGUAGES]
    assert settings.LANGUAGE_CODE == upstream.DEFAULT_LANGUAGE


def test_pages_have_no_columns_outside_our_migrations():
    """Read again docs on custom base page models when Wagtail gives its AbstractPage another field."""
    from wagtail.models import AbstractPage

    from translations.models import BasePage

    ours = {"translations", "draft_translations", "publishes", *BasePage.translated_fields}
    upstream = {field.name for field in BasePage._meta.local_fields if not field.name.endswith(("_fr", "_en"))}
    assert upstream - ours == {
        *("id", "path", "depth", "numchild", "live", "has_unpublished_changes", "first_published_at"),
        *(
            "last_published_at",
            "live_revision",
            "go_live_at",
            "expire_at",
            "expired",
            "locked",
            "locked_at",
            "locked_by",
        ),
        *("content_type", "owner", "latest_revision", "latest_revision_created_at", "alias_of", "translation_key"),
        *("locale", "show_in_menus"),
    }
    assert AbstractPage._meta.abstract
