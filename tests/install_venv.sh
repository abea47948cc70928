#!/bin/sh
# Debian and Ubuntu keep Python's venv in a package of its own.
set -eu
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
$as_root apt-get update -qq && $as_root apt-get install -y -qq python3-venv >/dev/null
