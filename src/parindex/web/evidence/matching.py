"""Guesses for which component a file is, by its name alone; a wrong guess is worse than none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from parindex.web.common.formats import plain_name

LEADERS = r"(?:tieu chi thanh phan|tieu chi|tctp|tc|muc|minh chung|mc|\(|\[|#)"
SHORTEST_NAME = 12


def match_by_name(
    file_names: Iterable[str], components: Mapping[str, str]
) -> dict[str, str | None]:
    """Return the component of each file, or nothing where its name does not say.

    `components` are codes and names. A code counts at the beginning of the file name or after a
    word such as "tiêu chí"; "1.10" is never "1.1". Without a code the component's whole name
    in the file name counts, if it is the only one.

    >>> match_by_name(["1.2_ke-hoach.pdf", "anh.jpg"], {"1.1": "Báo cáo", "1.2": "Kế hoạch"})
    {'1.2_ke-hoach.pdf': '1.2', 'anh.jpg': None}
    """
    longest_first = sorted(components, key=lambda code: (-len(code), code))
    names = {code: _words(name) for code, name in components.items()}
    return {
        file: _by_code(_stem(file), longest_first) or _by_words(_words(_stem(file)), names)
        for file in file_names
    }


def _stem(file_name: str) -> str:
    path = PurePath(unicodedata.normalize("NFC", file_name).replace("\\", "/"))
    known = re.fullmatch(r"\.[A-Za-z]{2,4}[0-9]?", path.suffix)
    return plain_name(path.stem if known else path.name).strip()


def _words(text: str) -> str:
    return " ".join(re.findall(r"[0-9a-z]+", plain_name(text)))


def _by_code(stem: str, codes: Iterable[str]) -> str | None:
    for code in codes:
        exact = rf"{re.escape(plain_name(code))}(?![0-9a-z]|\.[0-9a-z])"
        if "." not in code:  # "15-11-2026.jpg" is a day
            exact += r"(?![-_/ ]\d)"
        if re.match(exact, stem) or re.search(rf"(?<![0-9a-z]){LEADERS}[\s_.:-]*{exact}", stem):
            return code
    return None


def _by_words(stem: str, names: Mapping[str, str]) -> str | None:
    held = [
        (len(name), code)
        for code, name in names.items()
        if len(name) >= SHORTEST_NAME and f" {name} " in f" {stem} "
    ]
    if not held:
        return None
    longest = max(length for length, _ in held)
    codes = [code for length, code in held if length == longest]
    return codes[0] if len(codes) == 1 else None
