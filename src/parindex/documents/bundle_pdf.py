"""Sets the bundle as one PDF: cover, linked contents, a leaf for each component, its evidence.

The typesetter makes cover, contents, leaves, pictures and notices; the pages of PDFs are put
between them. It runs twice: first to learn on which page everything stands, then with the page
numbers printed. Numbers have a column of fixed width, so nothing moves the second time.
"""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typst
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, IndirectObject, NameObject

from parindex.documents.bundle import Bundle, BundleComponent, BundleField, EvidenceFile
from parindex.documents.bundle_plan import Piece, Shown, picture
from parindex.documents.bundle_stamps import stamp
from parindex.documents.bundle_still import still

TEMPLATES = Path(__file__).parent
SCHEME = "parindex:"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands: typeset pages, insertions between them, the final pages."""

    typeset: int
    inserted: tuple[tuple[int, Piece], ...]
    pages: Mapping[str, int] = field(default_factory=dict)


def write_pdf(bundle: Bundle, pieces: Mapping[str, Piece], scratch: Path, target: Path) -> Layout:
    """Write the PDF of a bundle and return on which page (from 1) everything stands."""
    data = _data(bundle, pieces, scratch)
    _, starts, count = _typeset(data, scratch)
    layout = _layout(data["parts"], starts, count, pieces)
    data["pages"] = {name: str(page) for name, page in layout.pages.items()}
    typeset, _, recount = _typeset(data, scratch)
    assert recount == count, "the numbers moved the pages"  # noqa: S101  they have their own column
    writer = _merge(typeset, layout)
    _link(writer, layout)
    _outline(writer, bundle, pieces, layout)
    stamp(writer, _words(bundle, layout, len(writer.pages)), scratch)
    writer.add_metadata({"/Title": f"{bundle.title} – {bundle.unit}", "/Producer": "parindex"})
    writer.write(target)
    return layout


def leaf_of(component: BundleComponent) -> str:
    """Return the name by which links find a component."""
    return f"leaf-{component.code}"


def _data(bundle: Bundle, pieces: Mapping[str, Piece], scratch: Path) -> dict[str, Any]:
    fields = [
        {**_said(each), "components": [_component(one, pieces) for one in each.components]}
        for each in bundle.fields
    ]
    shown = sum(bool(component.files) for _, component in bundle.components())
    total = sum(1 for _ in bundle.components())
    counts = {
        "components": str(total),
        "shown": str(shown),
        "absent": str(total - shown),
        "documents": str(len(pieces)),
    }
    return {
        "title": bundle.title,
        "unit": bundle.unit,
        "round": bundle.round,
        "made_on": _day(bundle.made_on),
        "counts": counts,
        "fields": fields,
        "parts": _parts(bundle, pieces, scratch),
        "pages": {},
    }


def _said(part: BundleField | BundleComponent) -> dict[str, Any]:
    return {"code": part.code, "name": part.name}


def _component(component: BundleComponent, pieces: Mapping[str, Piece]) -> dict[str, Any]:
    return {
        **_said(component),
        "points": component.points,
        "target": leaf_of(component),
        "files": [_file(file, pieces[file.key]) for file in component.files],
    }


def _file(file: EvidenceFile, piece: Piece) -> dict[str, Any]:
    return {
        "title": file.title,
        "reference": file.reference,
        "issuing_body": file.issuing_body,
        "issued_on": _day(file.issued_on),
        "target": piece.target,
        "zip": piece.zip_name,
        "link": file.link,
        "shown": piece.shown.value,
    }


def _parts(bundle: Bundle, pieces: Mapping[str, Piece], scratch: Path) -> list[dict[str, Any]]:
    """Return leaves and documents in the order in which they are bound, each document once."""
    parts: list[dict[str, Any]] = []
    bound: set[str] = set()
    for each, component in bundle.components():
        leaf = {"kind": "leaf", "field": _said(each), **_component(component, pieces)}
        parts.append(leaf)
        for file in component.files:
            if file.key not in bound:
                bound.add(file.key)
                piece = pieces[file.key]
                belongs = {"kind": "piece", "key": file.key, **_file(file, piece)}
                belongs["component"] = f"{component.code}. {component.name}"
                belongs["picture"] = picture(scratch, piece.number, file).name
                parts.append(belongs)
    return parts


def _typeset(data: dict[str, Any], scratch: Path) -> tuple[bytes, dict[str, int], int]:
    """Return the PDF of cover, contents, leaves, pictures and notices, and where each begins."""
    source = scratch / "bundle.typ"
    shutil.copyfile(TEMPLATES / "bundle.typ", source)
    printed = {**data, "parts": [part for part in data["parts"] if not _is_merged(part)]}
    compiler = typst.Compiler(
        str(source), ignore_system_fonts=True, sys_inputs={"data": json.dumps(printed)}
    )
    pdf = compiler.compile(format="pdf", pdf_tags=False, timestamp=0)
    assert isinstance(pdf, bytes)  # noqa: S101  one PDF, not a list of pictures
    with PdfReader(io.BytesIO(pdf)) as reader:
        count = len(reader.pages)
    names = json.loads(compiler.query("<target>", field="value"))
    places = compiler.eval("query(<target>).map(it => it.location().page())")
    return pdf, dict(zip(names, json.loads(places), strict=True)), count


def _is_merged(part: dict[str, Any]) -> bool:
    return bool(part["kind"] == "piece" and part["shown"] == Shown.PAGES)


def _layout(
    parts: Sequence[dict[str, Any]],
    starts: Mapping[str, int],
    count: int,
    pieces: Mapping[str, Piece],
) -> Layout:
    """Return the final page of everything: typeset pages so far plus merged pages so far."""
    merged, inserted = 0, []
    pages = {name: starts[name] for name in ("cover", "contents")}
    for place, part in enumerate(parts):
        if _is_merged(part):
            following = (each for each in parts[place:] if not _is_merged(each))
            before = next((starts[each["target"]] - 1 for each in following), count)
            piece = pieces[part["key"]]
            inserted.append((before, piece))
            pages[part["target"]] = before + merged + 1
            merged += piece.pages
        else:
            pages[part["target"]] = starts[part["target"]] + merged
    return Layout(count, tuple(inserted), pages)


def _merge(typeset: bytes, layout: Layout) -> PdfWriter:
    """Put the pages of each PDF between the typeset ones, from the back so that places hold."""
    writer = PdfWriter()
    writer.append(io.BytesIO(typeset), import_outline=False)
    for before, piece in reversed(layout.inserted):
        with PdfReader(piece.file.path or "") as reader:
            if reader.is_encrypted:
                reader.decrypt("")
            writer.merge(before, reader, import_outline=False)
        for page in writer.pages[before : before + piece.pages]:
            still(page)
    return writer


def _link(writer: PdfWriter, layout: Layout) -> None:
    """Turn our addresses into links to pages of this PDF."""
    for page in writer.pages:
        for reference in page.get("/Annots") or ():
            annotation = reference.get_object()
            address = str(annotation.get("/A", {}).get("/URI", ""))
            if address.startswith(SCHEME):
                goal = writer.pages[layout.pages[address.removeprefix(SCHEME)] - 1]
                assert isinstance(goal.indirect_reference, IndirectObject)  # noqa: S101
                del annotation["/A"]
                annotation[NameObject("/Dest")] = ArrayObject(
                    [goal.indirect_reference, NameObject("/Fit")]
                )


def _outline(
    writer: PdfWriter, bundle: Bundle, pieces: Mapping[str, Piece], layout: Layout
) -> None:
    writer.add_outline_item(title="Mục lục", page_number=layout.pages["contents"] - 1)
    for each in bundle.fields:
        if not each.components:
            continue
        first = layout.pages[leaf_of(each.components[0])] - 1
        title = f"{each.code}. {each.name}"
        parent = writer.add_outline_item(title=title, page_number=first, is_open=False)
        for component in each.components:
            title, page = f"{component.code}. {component.name}", layout.pages[leaf_of(component)]
            own = writer.add_outline_item(
                title=title, page_number=page - 1, parent=parent, is_open=False
            )
            for file in component.files:
                page = layout.pages[pieces[file.key].target]
                writer.add_outline_item(title=file.title, page_number=page - 1, parent=own)


def _words(bundle: Bundle, layout: Layout, total: int) -> list[str]:
    """Return what is stamped on each page: nothing on the cover, then component and page."""
    leaves = sorted(
        (layout.pages[leaf_of(component)], component.code) for _, component in bundle.components()
    )
    words = [""]
    for page in range(2, total + 1):
        code = next((code for start, code in reversed(leaves) if start <= page), "")
        own = f"{code} · " if code else ""
        words.append(f"{own}Trang {page}/{total}")
    return words


def _day(day: Any) -> str:
    """Write a day as Decree 30/2020/NĐ-CP does: zeros before days under 10 and months 1 and 2."""
    if day is None:
        return ""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
