#!/bin/sh
# Installs a package of Debian: install_debian.sh PACKAGE LACK COMMAND OTHERWISE
# LACK says what is missing, COMMAND what to run again, OTHERWISE what to do without apt-get.
set -eu

package=$1
lack=$2
again=$3
otherwise=$4

if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "$lack and this user cannot install that: ask an administrator for 'apt-get install $package', then run $again again." >&2
    exit 1
fi

if ! command -v apt-get >/dev/null 2>&1; then
    echo "$lack and this system has no apt-get: $otherwise, then run $again again." >&2
    exit 1
fi

$as_root apt-get update
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$package"
