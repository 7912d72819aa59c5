from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from .rich_text import OneQueryPageLinkHandler
from .storage.duotone import DuotoneOperation


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own
def link_pages_in_one_query(features: FeatureRegistry) -> None:
    features.register_link_type(OneQueryPageLinkHandler)


@hooks.register("insert_global_admin_js")
def leave_typed_dates_alone() -> str:
    return format_html('<script src="{}"></script>', static("admin-dates.js"))


@hooks.register("insert_global_admin_js")
def keep_raised_figures_when_pasting() -> SafeString:
    return format_html('<script src="{}" defer></script>', static("pasting.js"))


@hooks.register("register_image_operations")
def print_in_two_inks() -> list[tuple[str, type[DuotoneOperation]]]:
    return [("duotone", DuotoneOperation)]
