"""How tests read pages of dossiers: their text, their tables, their files."""

from __future__ import annotations

import csv
import html
import io
import re
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from parindex.web.org.models import User
from tests.web.desk.attack import signed_in


def open_page(user: User, name: str, *args: Any, **query: str) -> HttpResponse:
    """Let a person open a page; a file is read to its end."""
    answer = signed_in(user).get(reverse(name, args=args), query)
    if answer.streaming:
        answer.streaming_content = [b"".join(answer.streaming_content)]
    return answer


def text_of(page: HttpResponse) -> str:
    """Return what a page says, without marks and with single blanks."""
    main = page.text.split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main))).strip()


def rows_of(answer: HttpResponse) -> list[dict[str, str]]:
    """Return the rows of a CSV file by its head."""
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def shown_codes(page: HttpResponse) -> list[str]:
    """Return the dossiers that a page links to in heads of rows, in order."""
    return re.findall(r'<th scope="row"><a href="/ho-so/ma/([^/"]+)/">', page.text)
