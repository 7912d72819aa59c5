"""The API that Wagtail's admin uses itself: pages for its menu. Files are listed for those who may choose them.

Wagtail's own lists every document and picture to whoever may enter the admin. Its acts on pages (publish, revert, copy)
have buttons elsewhere, where what each may write is asked for: here there are none.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

ACTIONS = ["choose", "change"]


class AdminPagesViewSet(PagesAdminAPIViewSet):
    actions: ClassVar[dict[str, Any]] = {}


class OwnFilesMixin:
    def get_queryset(self) -> QuerySet[Any]:
        files: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]
        policy = policy_registry.get_by_type(files.model)
        own = policy.instances_user_has_any_permission_for(self.request.user, ACTIONS)  # type: ignore[attr-defined]
        return files.filter(pk__in=own.values("pk"))


class DocumentsViewSet(OwnFilesMixin, DocumentsAdminAPIViewSet):
    pass


class ImagesViewSet(OwnFilesMixin, ImagesAdminAPIViewSet):
    pass
