"""Backups: the database in a form of no one database's, and the media, in one file that knows what it holds."""


class BackupError(Exception):
    """Says in words why a backup cannot be made or restored."""
