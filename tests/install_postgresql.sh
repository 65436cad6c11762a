#!/bin/sh
# Makes sure that the tests can start a PostgreSQL 15 or newer: Debian's package `postgresql`.
# The package may start a server of its own; the tests never use it.
set -eu

for folder in /usr/lib/postgresql/*/bin; do
    version=$(basename "$(dirname "$folder")")
    if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && [ "$version" -ge 15 ]; then
        exit 0
    fi
done

exec sh "$(dirname "$0")/install_debian.sh" postgresql \
    "The tests need PostgreSQL 15 or newer" "make test" \
    "install PostgreSQL so that /usr/lib/postgresql/<version>/bin/initdb is found"
