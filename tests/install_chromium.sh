#!/bin/sh
# Makes sure that the browser tests have their browser: Debian's package `chromium`.
set -eu

if command -v chromium >/dev/null 2>&1; then
    exit 0
fi

exec sh "$(dirname "$0")/install_debian.sh" chromium \
    "The browser tests need Chromium" "make test" \
    "install Chromium so that the command 'chromium' is found"
