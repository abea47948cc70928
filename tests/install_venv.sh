#!/bin/sh
# Debian and Ubuntu keep venv in a package of its own, one for each version of Python. Argument: the Python that lacks it.
set -eu
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
python=${1:?No Python was found: install Python 3.11}
package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
$as_root apt-get update -qq && $as_root apt-get install -y -qq "$package" >/dev/null
