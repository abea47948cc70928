#!/bin/sh
# All that `make run`, `make lint` and `make test` need before they begin; where it is there already, nothing is done.
# Argument: run (the packages of the dashboard), dev (those of the tools too), or test (and the programs that the tests start).
# What the system lacks is installed by root, or with a sudo that asks for no password, on Debian and Ubuntu; anyone else is told in one
# sentence what to ask for. PYTHON names the Python to make .venv with, CHROMIUM a browser that has another name.
set -eu
cd "$(dirname "$0")"
kind=${1:?run, dev or test}
missing=""

stop() {
    echo "$1" >&2
    exit 1
}

on_path() {
    command -v "$1" >/dev/null 2>&1
}

find_python() { # sets $python: the one asked for, else the first that is new enough
    if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"; else set -- python3.11 python3.12 python3.13 python3; fi
    python="" old=""
    for name in "$@"; do
        version=$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            python=$name
            "$python" -c 'import ensurepip' 2>/dev/null || missing="$missing python$version-venv" # Debian keeps it apart
            return
        fi
        old=${old:-"$name is $version"}
    done
    [ -z "$old" ] || stop "Python 3.11 or newer is needed and $old: install a newer one, and name it if it is not on the path (PYTHON=/path/to/python3.11 make …)."
    [ -z "${PYTHON:-}" ] || stop "PYTHON names $PYTHON, which does not start."
    missing="$missing python3 python3-venv"
}

find_programs_of_the_tests() {
    if [ -n "${CHROMIUM:-}" ]; then
        on_path "$CHROMIUM" || stop "CHROMIUM names $CHROMIUM, which is not there."
    elif ! on_path chromium && ! on_path chromium-browser && ! on_path google-chrome; then
        if grep -qs '^ID=ubuntu' /etc/os-release; then missing="$missing chromium-browser"; else missing="$missing chromium"; fi
    fi
    if [ "$(uname -s)" = Linux ] && ! "${python:-python3}" -c 'import ctypes; ctypes.CDLL("libatomic.so.1")' 2>/dev/null; then
        missing="$missing libatomic1" # for the node that drives the browser
    fi
    on_path pdftotext || missing="$missing poppler-utils"
}

install_missing() {
    packages=${missing# }
    if ! on_path apt-get; then
        stop "This machine lacks what Debian calls $packages: install it, then run this again."
    elif [ "$(id -u)" = 0 ]; then
        as_root=""
    elif on_path sudo && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        stop "This machine lacks $packages: ask whoever runs it for \"apt-get install $packages\", then run this again."
    fi
    echo "Installing $packages …"
    $as_root apt-get update -qq || true # one source that is down need not be the one that is asked
    # shellcheck disable=SC2086  # several names
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $packages >/dev/null || stop "apt-get could not install $packages; why stands above."
}

install_packages() { # a file of exact versions and hashes; what was installed last is kept beside the environment
    cmp -s "$1" ".venv/$1" && return
    echo "Installing the packages of $1 into .venv …"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$1"
    cp "$1" ".venv/$1"
}

if [ ! -e .venv/bin/pip ]; then
    find_python
elif .venv/bin/python -c 'import pip' 2>/dev/null; then
    python=.venv/bin/python
else
    stop "The environment in .venv has lost its Python: run \"make clean\", then this again."
fi
if [ "$kind" = test ]; then find_programs_of_the_tests; fi
if [ -n "$missing" ]; then
    install_missing
    missing=""
    [ -e .venv/bin/pip ] || find_python
    [ -z "$missing" ] || stop "After the installation this machine still lacks$missing."
fi
[ -e .venv/bin/pip ] || "$python" -m venv .venv
if [ "$kind" = run ]; then
    # The tools' environment has the dashboard's packages too, in the same versions.
    cmp -s requirements-dev.txt .venv/requirements-dev.txt || install_packages requirements.txt
else
    install_packages requirements-dev.txt
fi
