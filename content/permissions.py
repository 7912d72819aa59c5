"""Who may do what to pictures and documents, by collection, and by the languages that they write."""

from __future__ import annotations

from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from translations.permissions import FilePolicyMixin


class FilePolicy(FilePolicyMixin, CollectionOwnershipPermissionPolicy):
    """Wagtail's own, for those who write the source: a file, its name and its credit belong to no language."""

    def __init__(self, model: type, auth_model: str) -> None:
        super().__init__(model, auth_model=auth_model, owner_field_name="uploaded_by_user")
