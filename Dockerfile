# syntax=docker/dockerfile:1
# Two stages: what is needed to make the site stays in the first; the second holds the site and what runs it.

FROM python:3.13-slim AS build

WORKDIR /app
COPY requirements/run.txt requirements/
RUN python -m venv --without-pip /venv \
    && python -m pip --python /venv/bin/python install --no-cache-dir --require-hashes --requirement requirements/run.txt
ENV PATH=/venv/bin:$PATH
COPY . .
# The secret is for this one command, which needs none; the image keeps no secret.
RUN for catalogue in locale/*/LC_MESSAGES/django.po; do \
        python -m babel.messages.frontend compile --input-file "$catalogue" --output-file "${catalogue%.po}.mo" || exit; \
    done \
    && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" STATIC_ROOT=/app/static-files \
        DJANGO_SETTINGS_MODULE=config.settings.production python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q /app

FROM python:3.13-slim

RUN python -m pip uninstall --yes pip \
    && useradd --uid 1000 --no-create-home --home-dir /nonexistent cahier \
    && mkdir --parents /data/media \
    && chown --recursive cahier /data
COPY --from=build /venv /venv
COPY --from=build /app /app

ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    BIND=0.0.0.0:8000 MEDIA_ROOT=/data/media STATIC_ROOT=/app/static-files
WORKDIR /app
USER 1000
# Nothing else is written to: the rest may be read only, with a tmpfs on /tmp.
VOLUME /data
EXPOSE 8000
# /livez, not /readyz: what is started again when unhealthy must not be for a database that is away.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/livez', timeout=4)"]
CMD ["python", "-m", "gunicorn", "--config", "config/gunicorn.py"]
