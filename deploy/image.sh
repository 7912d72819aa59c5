#!/usr/bin/env bash
# Builds the Dockerfile for real and tries what comes of it: `make image`. Needs no container engine, but root, Linux and
# buildah (a Debian package); the site runs in the image's own files, which are read only, as the image's user.
set -euo pipefail
cd "$(dirname "$0")/.."
base=$(sed -n 's/^FROM \([^ ]*\).*/\1/p' Dockerfile | head -1)
name=localhost/cahier-tried
storage=(--storage-driver "${BUILDAH_STORAGE:-overlay}") # vfs where the kernel allows no other, and takes minutes longer

skip() {
    echo "make image: skipped, $1"
    exit 0
}
[ "$(uname -s)" = Linux ] || skip "it needs Linux"
[ "$(id -u)" = 0 ] || skip "it needs root, to mount the image read only"
command -v buildah >/dev/null || skip "buildah was not found on this machine (Debian package buildah)"

work=$(mktemp -d)
container=
clean_up() {
    [ -z "$container" ] || buildah "${storage[@]}" rm "$container" >/dev/null
    rm -rf "$work"
}
trap clean_up EXIT

make_base() { # where the base image cannot be had: the same Python from Debian's packages
    command -v debootstrap >/dev/null || skip "$base cannot be had, and neither can debootstrap make one like it"
    echo "make image: $base cannot be had; making one like it from Debian's packages"
    local root=$work/base
    debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates trixie "$root" >/dev/null
    chmod 755 "$root"
    chroot "$root" python3 -m venv /opt/py
    tar -C "$root" -c . >"$work/base.tar"
    local made
    made=$(buildah "${storage[@]}" from scratch)
    buildah "${storage[@]}" add --quiet "$made" "$work/base.tar" / >/dev/null
    buildah "${storage[@]}" config --env PATH=/opt/py/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$made"
    buildah "${storage[@]}" commit --quiet --rm "$made" "localhost/$base" >/dev/null
}

pip_settings() { # this machine's own, and the folders they name: the build finds packages where the machine does
    { echo "[global]" && python3 -m pip config list | sed -n "s/^\(:env:\.\|global\.\)\([a-z-]*\)='\(.*\)'$/\2 = \3/p" |
        grep -v '^constraint' | sort -u -k1,1; } >"$work/pip.conf"
    echo --volume "$work/pip.conf:/etc/pip.conf:ro"
    grep -oE '(file://)?/[^ ,]+' "$work/pip.conf" | sed 's#^file://##; s#/simple$##' | sort -u |
        while read -r folder; do [ ! -e "$folder" ] || echo --volume "$folder:$folder:ro"; done
}

inside() { # NAME=VALUE… COMMAND…: runs in the image's files, read only but for /data and /tmp, as its user
    # shellcheck disable=SC2016  # expanded by the inner shell
    unshare --mount --pid --fork --kill-child sh -ec '
        root=$1 data=$2 user=$3; shift 3
        mount --bind "$root" "$root"
        mount -o remount,bind,ro "$root"
        mount -t tmpfs tmpfs "$root/tmp"
        mount --bind "$data" "$root/data"
        mount --bind /dev "$root/dev"
        mount -t proc proc "$root/proc"
        exec chroot --userspec="$user:$user" "$root" /usr/bin/env --ignore-environment --chdir=/app "$@"
    ' sh "$root" "$work/data" "$user" "${image_env[@]}" "${site_env[@]}" "$@"
}

expect() { # WHAT COMMAND…: says that it holds, or ends everything
    local what=$1
    shift
    "$@" >"$work/said" 2>&1 || { echo "make image: NOT so: $what" >&2; cat "$work/said" "$work/log" >&2; exit 1; }
    echo "  $what"
}
refuses() { ! "$@"; }
answers() { curl --silent --show-error --fail --max-time 10 --output "$work/answer" --header "Host: $1" "$url$2"; }
is_said() { grep --quiet "$1" "$work/answer"; }

buildah "${storage[@]}" inspect --type image "$base" >/dev/null 2>&1 ||
    buildah "${storage[@]}" inspect --type image "localhost/$base" >/dev/null 2>&1 ||
    buildah "${storage[@]}" pull --quiet "$base" >/dev/null 2>&1 || make_base
mapfile -t volumes < <(pip_settings | tr ' ' '\n')
echo "make image: building"
buildah "${storage[@]}" build --quiet --format docker --isolation chroot --network host --layers "${volumes[@]}" \
    --tag "$name" . >"$work/build" 2>&1 || { cat "$work/build" >&2; exit 1; }

container=$(buildah "${storage[@]}" from "$name")
root=$(buildah "${storage[@]}" mount "$container")
chmod 755 "$root" # vfs keeps its folders closed
mapfile -t image_env < <(buildah "${storage[@]}" inspect --format '{{range .Docker.Config.Env}}{{println .}}{{end}}' "$container" | sed '/^$/d')
user=$(buildah "${storage[@]}" inspect --format '{{.Docker.Config.User}}' "$container")
port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
url=http://127.0.0.1:$port
site_env=(SECRET_KEY="$(python3 -c 'import secrets; print(secrets.token_urlsafe(64))')" BASE_URL=http://cahier.example
    DATABASE_URL=sqlite:////data/cahier.sqlite3 BIND="127.0.0.1:$port" WORKERS=1 NEWSLETTER_IN_SERVER=false)
mkdir -p "$work/data" && chown "$user" "$work/data"
: >"$work/log"

echo "make image: built, $(du --summarize --human-readable "$root" | cut -f1) in all; it"
expect "runs as user $user, who is not root" test "$user" != 0 -a "$user" != root -a -n "$user"
expect "has a health check" sh -c "buildah ${storage[*]} inspect --format '{{.Docker.Config.Healthcheck.Test}}' $container | grep --quiet livez"
expect "holds no secret" refuses sh -c "buildah ${storage[*]} inspect $container | grep --quiet 'SECRET_KEY='"
expect "has neither compiler nor pip, make, git, tests" inside sh -c \
    '! command -v gcc cc c++ make git pip pip3 && ! python -c "import pip" 2>/dev/null && ! test -e tests'
expect "has compiled messages and collected style sheets" inside sh -c \
    'ls locale/fr/LC_MESSAGES/django.mo static-files/staticfiles.json static-files/cahier.*.css.br'
expect "can write to /data and /tmp, and nowhere else" inside sh -c \
    'touch /data/x /tmp/x && ! touch /app/x 2>/dev/null && ! touch /x 2>/dev/null && rm /data/x'
expect "does not start without a secret" refuses inside SECRET_KEY= python manage.py check
expect "migrates" inside python manage.py migrate --verbosity 0
expect "ticks" inside python manage.py newsletter_tick --send
inside python -m gunicorn --config config/gunicorn.py >"$work/log" 2>&1 &
server=$!
expect "answers /livez by IP within 30 seconds" sh -c \
    "for _try in \$(seq 60); do curl --silent --fail --output /dev/null $url/livez && exit; sleep 0.5; done; exit 1"
expect "is ready" answers 127.0.0.1 /readyz
expect "serves pages in French" answers cahier.example /fr/
expect "and in English" answers cahier.example /en/
style=$(grep --only-matching '/static/cahier\.[^"]*\.css' "$work/answer" | head -1)
expect "serves its style sheet" answers cahier.example "$style"
expect "serves the admin's sign-in" answers cahier.example /admin/login/
expect "ends within 20 seconds when told to" sh -c \
    "kill -TERM \$(pgrep --parent \$(pgrep --parent $server)) && timeout 20 tail --pid $server --follow /dev/null"
expect "wrote nothing to its log" refuses test -s "$work/log"
echo "make image: passed"
