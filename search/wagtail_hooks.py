from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from translations.admin.creating import MakeSnippetOnceView
from translations.admin_access.choosers import RecordChooserViewSet

from .models import Synonyms


class SynonymsViewSet(SnippetViewSet):
    """What the search takes for one another. Who may keep the list has the permissions of its records."""

    model = Synonyms
    add_view_class = MakeSnippetOnceView
    chooser_viewset_class = RecordChooserViewSet  # Wagtail's shows everything to whoever may enter the admin
    icon = "search"
    add_to_settings_menu = True
    menu_order = 600
    list_display = ["expressions", "language"]
    list_filter = ["language"]
    search_fields = ["expressions"]


register_snippet(SynonymsViewSet)
