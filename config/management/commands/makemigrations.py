"""Django's command, for which words make no migration."""

from django.core.management.commands.makemigrations import Command as DjangoCommand

from config.autodetector import AutodetectorWithoutWords


class Command(DjangoCommand):
    autodetector = AutodetectorWithoutWords
