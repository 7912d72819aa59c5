#!/bin/sh
# Runs a command of manage.py as the site's own user, with the variables that systemd gives it: `deploy/manage.sh migrate`.
set -eu
site=$(dirname "$(readlink -f "$0")")/..
set -a
. "${CAHIER_ENV:-/etc/cahier.env}"
set +a
export DJANGO_SETTINGS_MODULE=config.settings.production
cd "$site"
exec runuser --user "${CAHIER_USER:-cahier}" -- .venv/bin/python manage.py "$@"
