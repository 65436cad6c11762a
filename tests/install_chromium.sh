#!/bin/sh
# Makes sure that the browser tests have their browser: Debian's package `chromium`.
set -eu

if command -v chromium >/dev/null 2>&1; then
    exit 0
fi

if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "The browser tests need Chromium and this user cannot install it: ask an administrator for 'apt-get install chromium', then run make test again." >&2
    exit 1
fi

if ! command -v apt-get >/dev/null 2>&1; then
    echo "The browser tests need Chromium and this system has no apt-get: install Chromium so that the command 'chromium' is found, then run make test again." >&2
    exit 1
fi

$as_root apt-get update
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium
