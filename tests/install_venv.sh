#!/bin/sh
# Makes sure that Python can make virtual environments: Debian's package `python3-venv`.
set -eu

if "${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null; then
    exit 0
fi

if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "Python cannot make virtual environments and this user cannot add that: ask an administrator for 'apt-get install python3-venv', then run make again." >&2
    exit 1
fi

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Python cannot make virtual environments and this system has no apt-get: install Python with its modules venv and ensurepip, then run make again." >&2
    exit 1
fi

$as_root apt-get update
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3-venv
