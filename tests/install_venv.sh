#!/bin/sh
# Makes sure that Python can make virtual environments: Debian's package `python3-venv`.
set -eu

if "${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null; then
    exit 0
fi

exec sh "$(dirname "$0")/install_debian.sh" python3-venv \
    "Python cannot make virtual environments" "make" \
    "install Python with its modules venv and ensurepip"
