from django.apps import AppConfig
from django.conf import settings
from django.core.signals import request_finished, request_started

from config.logs import begin_request, end_request


class ConfigConfig(AppConfig):
    name = "config"
    label = "config"

    def ready(self) -> None:
        if settings.SENTRY_DSN:
            from config.operations.error_reports import report_errors

            report_errors(settings.SENTRY_DSN)
        from config.security.script_nonce import give_choosers_nonces

        give_choosers_nonces()
        request_started.connect(begin_request)
        request_finished.connect(end_request)
