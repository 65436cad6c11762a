"""Lays a page number over the lower right corner of each page, upright as the page is seen."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    RectangleObject,
)

TEMPLATE = Path(__file__).with_name("bundle_stamps.typ")
WIDTH, MARGIN = 150, 8
NAME = NameObject("/ParindexStamp")


def stamp(writer: PdfWriter, words: Sequence[str], scratch: Path) -> None:
    """Stamp each page with its words; a page is drawn over, its own content is not parsed."""
    source = scratch / TEMPLATE.name
    source.write_bytes(TEMPLATE.read_bytes())
    compiler = typst.Compiler(
        str(source), ignore_system_fonts=True, sys_inputs={"data": json.dumps(list(words))}
    )
    pdf = compiler.compile(format="pdf", pdf_tags=False, timestamp=0)
    assert isinstance(pdf, bytes)  # noqa: S101  one PDF, not a list of pictures
    with PdfReader(io.BytesIO(pdf)) as reader:
        pairs = zip(writer.pages, reader.pages, words, strict=True)
        for page, small, said in pairs:
            if said:
                _lay_over(writer, page, _drawing(writer, small))


def _drawing(writer: PdfWriter, small: PageObject) -> Any:
    """Return a small page as a drawing that other pages can show."""
    drawing = DecodedStreamObject()
    contents = small.get_contents()
    drawing.set_data(b"" if contents is None else contents.get_data())
    drawing[NameObject("/Type")] = NameObject("/XObject")
    drawing[NameObject("/Subtype")] = NameObject("/Form")
    drawing[NameObject("/BBox")] = RectangleObject(small.mediabox)
    drawing[NameObject("/Resources")] = small["/Resources"].clone(writer)
    return writer._add_object(drawing)


def _lay_over(writer: PdfWriter, page: PageObject, drawing: Any) -> None:
    own = page.get("/Resources", DictionaryObject()).get_object()
    resources = DictionaryObject(own)  # pages may share theirs, so this page gets its own
    drawings = DictionaryObject(own.get("/XObject", DictionaryObject()).get_object())
    drawings[NAME] = drawing
    resources[NameObject("/XObject")] = drawings
    page[NameObject("/Resources")] = resources
    old = page.get("/Contents")
    streams = old.get_object() if old is not None else ArrayObject()
    parts = list(streams) if isinstance(streams, ArrayObject) else [page.raw_get("/Contents")]
    before = _stream(writer, "q\n")
    after = _stream(writer, f"\nQ\nq {_matrix(page)} cm {NAME} Do Q\n")
    page[NameObject("/Contents")] = ArrayObject([before, *parts, after])


def _stream(writer: PdfWriter, text: str) -> Any:
    stream = DecodedStreamObject()
    stream.set_data(text.encode("ascii"))
    return writer._add_object(stream)


def _matrix(page: PageObject) -> str:
    """Return where the stamp lies: the corner that is lower right once the page is turned."""
    box = page.cropbox
    left, low, right, top = (round(float(edge), 2) for edge in (*box.lower_left, *box.upper_right))
    turned = page.rotation % 360
    if turned == 90:
        return f"0 1 -1 0 {right - MARGIN} {top - MARGIN - WIDTH}"
    if turned == 180:
        return f"-1 0 0 -1 {left + MARGIN + WIDTH} {top - MARGIN}"
    if turned == 270:
        return f"0 -1 1 0 {left + MARGIN} {low + MARGIN + WIDTH}"
    return f"1 0 0 1 {right - MARGIN - WIDTH} {low + MARGIN}"
