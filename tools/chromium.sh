#!/bin/sh
# Prints the path of a Chromium that starts, installing one where there is none. Everything else goes to stderr.
# Order: $CHROMIUM, the PATH, the one Playwright keeps, apt-get (as root), Playwright's download.
set -u
python=.venv/bin/python

# A path is not enough: on Ubuntu `chromium-browser` may be a stub that only says to install a snap.
limit=$(command -v timeout >/dev/null && echo "timeout 60")
starts() {
    [ -n "$1" ] && $limit "$1" --headless --no-sandbox --disable-gpu --dump-dom about:blank >/dev/null 2>&1
}

offer() {
    if starts "$1"; then
        printf '%s\n' "$1"
        exit 0
    fi
}

on_path() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        path=$(command -v "$name") && offer "$path"
    done
}

playwrights() {
    offer "$("$python" -c 'from playwright.sync_api import sync_playwright
with sync_playwright() as p: print(p.chromium.executable_path)' 2>/dev/null)"
}

if [ -n "${CHROMIUM:-}" ]; then
    offer "$CHROMIUM"
    echo "CHROMIUM=$CHROMIUM does not start" >&2
    exit 1
fi
on_path
playwrights
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "No Chromium found: installing it with apt-get" >&2
    apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >&2
    on_path
    echo "apt-get gave no Chromium that starts: asking Playwright" >&2
    "$python" -m playwright install --with-deps chromium >&2 || "$python" -m playwright install chromium >&2
else
    echo "No Chromium found: asking Playwright to download one" >&2
    "$python" -m playwright install chromium >&2
fi
playwrights
echo "The tests need Chromium and none could be installed: install it, or name one with CHROMIUM=/path/to/chromium" >&2
exit 1
