from django.db import models


class Generation(models.Model):
    """One row: the state in which visitors see the site. It is there only while the triggers that raise it stand.

    The number is drawn at random and never counted on: a backup brings back a number with just the contents it stood
    for, and no later number is one that a cache has met before.
    """

    number = models.BigIntegerField()
    triggers = models.CharField(max_length=64)  # digest of their definitions: others are made when that changes

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)
