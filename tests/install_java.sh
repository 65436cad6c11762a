#!/bin/sh
# Makes sure that the tests can start Apache Spark: Java 17 or newer, Debian's openjdk-17.
set -eu

if command -v java >/dev/null 2>&1; then
    version=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')
    if [ -n "$version" ] && [ "$version" -ge 17 ]; then
        exit 0
    fi
fi

exec sh "$(dirname "$0")/install_debian.sh" openjdk-17-jre-headless \
    "The tests need Java 17 or newer for Apache Spark" "make test" \
    "install Java 17 so that java is on the path"
