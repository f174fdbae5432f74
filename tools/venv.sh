#!/bin/sh
# Makes .venv with a Python of 3.11 or newer. Usage: tools/venv.sh [PYTHON]
set -eu

suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=
for candidate in ${1:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if suits "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python 3.11 or newer is needed; ${1:-python3} is not that. Name one with PYTHON=/path/to/python3" >&2
    exit 1
fi

# Debian and Ubuntu keep the making of environments in a package of its own.
package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
if ! "$python" -c 'import ensurepip' 2>/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "This Python cannot make environments: installing $package" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package"; } >&2 || true
fi
if ! "$python" -m venv --clear .venv; then
    rm -rf .venv
    echo "$python cannot make a virtual environment; on Debian and Ubuntu: apt-get install $package" >&2
    exit 1
fi
