#!/bin/sh
# The browser tests need a Chromium. Debian and Ubuntu have one; on another system install it and set CHROMIUM to its path.
set -eu
[ -n "${CHROMIUM:-}" ] && exit 0
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if ! command -v apt-get >/dev/null 2>&1; then
    echo "No Chromium found: the browser tests will be skipped." >&2
    exit 0
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
$as_root apt-get update -qq && $as_root apt-get install -y -qq chromium >/dev/null || echo "Chromium could not be installed: the browser tests will be skipped." >&2
