#!/bin/sh
# Makes sure that the tests can start a virus scanner: Debian's package `clamav-daemon`.
# The package may start a service of its own; the tests never use it.
set -eu

if [ -x /usr/sbin/clamd ] || command -v clamd >/dev/null 2>&1; then
    exit 0
fi

exec sh "$(dirname "$0")/install_debian.sh" clamav-daemon \
    "The tests need ClamAV's clamd" "make test" \
    "install ClamAV so that the command 'clamd' is found"
