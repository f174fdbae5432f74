#!/bin/sh
# Installs into .venv with uv where there is one (seconds), else with pip (a minute). Takes pip's arguments.
# uv does not read pip's settings, so the index and the certificates that pip was told of are handed on.
set -u
python=.venv/bin/python

setting() { # NAME: from the environment (listed first) or pip's files
    "$python" -m pip config list 2>/dev/null | sed -nE "s/^(:env:|global|install)\.$1='(.*)'\$/\2/p" | head -n 1
}

if [ -x .venv/bin/uv ]; then
    index=$(setting index-url)
    certificates=$(setting cert)
    if [ -n "$index" ] && [ -z "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ]; then
        export UV_DEFAULT_INDEX="$index"
    fi
    if [ -n "$certificates" ] && [ -z "${SSL_CERT_FILE:-}" ]; then
        export SSL_CERT_FILE="$certificates"
    fi
    .venv/bin/uv pip install --quiet --python "$python" "$@" && exit 0
    echo "uv could not do it; trying pip" >&2
fi
exec "$python" -m pip install --quiet --disable-pip-version-check "$@"
