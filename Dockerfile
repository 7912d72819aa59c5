# syntax=docker/dockerfile:1
FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    BIND=0.0.0.0:8000 MEDIA_ROOT=/data/media STATIC_ROOT=/app/static-files

RUN useradd --system --uid 1000 --create-home cahier \
    && mkdir --parents /app /data/media \
    && chown --recursive cahier /data

WORKDIR /app
COPY requirements/run.txt requirements/
RUN python -m pip install --no-cache-dir --require-hashes --requirement requirements/run.txt
COPY . .
# The secret is for this one command, which needs none; the image keeps no secret.
RUN for catalogue in locale/*/LC_MESSAGES/django.po; do \
        python -m babel.messages.frontend compile --input-file "$catalogue" --output-file "${catalogue%.po}.mo"; \
    done \
    && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
        python manage.py collectstatic --no-input --verbosity 0

USER cahier
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "--config", "config/gunicorn.py"]
