"""Makes a page of somebody else's PDF still: what is seen stays, what acts goes.

Fields of a form, signatures among them, are drawn by most programs only where the document has
a form. Bound into the bundle they have none, so each becomes a stamp that looks the same.
"""

from __future__ import annotations

from pypdf import PageObject
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

ACTIVE = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"}
STAMP_KEYS = ("/Type", "/Rect", "/P", "/AP", "/F")
PRINTED_AND_LOCKED = NumberObject(4 | 64 | 128)


def still(page: PageObject) -> None:
    """Take scripts and launches off a page, and turn fields of a form into stamps."""
    page.pop("/AA", None)
    annotations = page["/Annots"].get_object() if "/Annots" in page else None
    if not isinstance(annotations, ArrayObject):
        page.pop("/Annots", None)
        return
    kept = ArrayObject()
    for reference in annotations:
        annotation = reference.get_object()
        if isinstance(annotation, DictionaryObject) and _stays(annotation):
            kept.append(reference)
    page[NameObject("/Annots")] = kept


def _stays(annotation: DictionaryObject) -> bool:
    annotation.pop("/AA", None)
    if annotation.get("/Subtype") == "/Widget":
        return _became_stamp(annotation)
    action = annotation.get("/A", DictionaryObject()).get_object()
    return not isinstance(action, DictionaryObject) or action.get("/S") not in ACTIVE


def _became_stamp(widget: DictionaryObject) -> bool:
    drawn = _appearance(widget)
    if drawn is None:
        return False
    for name in [name for name in widget if name not in STAMP_KEYS]:
        del widget[name]
    widget[NameObject("/Subtype")] = NameObject("/Stamp")
    widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): drawn})
    widget[NameObject("/F")] = PRINTED_AND_LOCKED
    return True


def _appearance(widget: DictionaryObject) -> PdfObject | None:
    """Return how a field looks: one drawing, or that of its present state; none when unseen."""
    looks = widget.get("/AP", DictionaryObject()).get_object()
    if not isinstance(looks, DictionaryObject) or "/N" not in looks:
        return None
    drawn: PdfObject = looks.raw_get("/N")
    states = drawn.get_object()
    if isinstance(states, StreamObject):
        return drawn
    state = widget.get("/AS")
    if isinstance(states, DictionaryObject) and state in states:
        chosen: PdfObject = states.raw_get(state)
        return chosen
    return None
