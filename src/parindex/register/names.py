"""Names of places: written one way, compared whatever the place of the tone mark."""

from __future__ import annotations

import unicodedata

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'"})


def tidy(text: str) -> str:
    """Return a text in NFC, without blanks at its ends or doubled within.

    Examples
    --------
    >>> tidy(" Trung  Gia\u0303 ")
    'Trung Giã'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def tidy_name(text: str) -> str:
    """Return a tidy name that begins with a capital letter.

    Examples
    --------
    >>> tidy_name("xã Bắc Sơn")
    'Xã Bắc Sơn'
    """
    name = tidy(text)
    return name[:1].upper() + name[1:]


def _fold(word: str) -> tuple[str, str]:
    letters = unicodedata.normalize("NFD", word)
    tones = sorted(letter for letter in letters if letter in TONES)
    return "".join(letter for letter in letters if letter not in TONES), "".join(tones)


def same_name(one: str, other: str) -> bool:
    """Say whether two names differ in spelling only.

    Hòa and Hoà are one name, as are M’Drắk and M'Drắk: sources put the tone mark on either
    vowel. Hoà and Hóa are two, as are Xã and Phường.

    Examples
    --------
    >>> same_name("Xã Hoà An", "Xã Hòa An"), same_name("Xã Hòa An", "Xã Hóa An")
    (True, False)
    """
    first, second = (
        [_fold(word) for word in tidy(name).translate(APOSTROPHES).casefold().split()]
        for name in (one, other)
    )
    return first == second
