"""Words and numbers as annexes write them: any case, composed or decomposed, comma or point."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from decimal import Decimal

KEY_LENGTH = 40
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]|_x000D_")
_BREAKS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
_POINTS = re.compile(
    r"\(?\s*(?:tối đa\s*:?\s*)?(?P<sign>trừ\s*|[-−–+]\s*)?(?P<number>\d+(?:[.,]\d+)?)"
    r"\s*(?:điểm|đ)?\s*\)?\s*[.;]?"
)


def clean(text: str) -> str:
    """Return text in NFC with single blanks, without empty lines and invisible signs.

    Examples
    --------
    >>> clean(" Ke\u0302\u0301  hoa\u0323ch \\n\\n  năm ")
    'Kế hoạch\\nnăm'
    """
    text = _BREAKS.sub("\n", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def fold(text: str) -> str:
    """Return text without case, accents and line breaks, to look for words in it.

    Examples
    --------
    >>> fold("ĐIỂM\\nTối đa")
    'diem toi da'
    """
    letters = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).split())


def slug(text: str, taken: Container[str] = (), limit: int = KEY_LENGTH) -> str:
    """Return a stable name made of a text: ASCII, snake case, not among `taken`.

    Examples
    --------
    >>> slug("Ban hành Kế hoạch CCHC năm"), slug("100% đúng hạn", {"n_100_dung_han"})
    ('ban_hanh_ke_hoach_cchc_nam', 'n_100_dung_han_2')
    """
    words = [word for word in re.split(r"[^a-z0-9]+", fold(text)) if word] or ["muc"]
    if words[0][0].isdigit():
        words.insert(0, "n")
    name = words[0][:limit]
    for word in words[1:]:
        if len(name) + 1 + len(word) > limit:
            break
        name += "_" + word
    result, number = name, 1
    while result in taken:
        number += 1
        result = f"{name[: limit - len(str(number)) - 1]}_{number}"
    return result


def decimal_of(text: str) -> Decimal | None:
    """Return the points that a text consists of, None when it says anything else.

    Examples
    --------
    >>> decimal_of("0,5 điểm"), decimal_of("-2"), decimal_of("10 hồ sơ")
    (Decimal('0.5'), Decimal('-2'), None)
    """
    found = _POINTS.fullmatch(" ".join(text.casefold().split()))
    if found is None:
        return None
    number = Decimal(found["number"].replace(",", "."))
    return -number if (found["sign"] or "+").strip() != "+" else number


def points_in(text: str) -> tuple[Decimal, ...] | None:
    """Return the points of a cell, several when it lists them; None when it says else.

    Examples
    --------
    >>> points_in("10 | 5 | 0"), points_in("1"), points_in(""), points_in("xem phụ lục 2")
    ((Decimal('10'), Decimal('5'), Decimal('0')), (Decimal('1'),), (), None)
    """
    if not text:
        return ()
    numbers = [decimal_of(part) for part in re.split(r"[|/;\n]", text) if part.strip()]
    read = [number for number in numbers if number is not None]
    return tuple(read) if len(read) == len(numbers) else None


def shown(number: Decimal) -> str:
    """Return a number as Vietnamese texts write it.

    Examples
    --------
    >>> shown(Decimal("10.50")), shown(Decimal("100"))
    ('10,5', '100')
    """
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
