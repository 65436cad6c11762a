"""Pages of others are made still: what is seen stays, what acts goes."""

from __future__ import annotations

import pytest
from pypdf import PageObject
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NullObject,
    PdfObject,
    TextStringObject,
)

from parindex.documents.bundle_still import still

LOOK = DecodedStreamObject()
LOOK.set_data(b"0 0 9 9 re f")


def words(**said: PdfObject | str) -> DictionaryObject:
    """Return a dictionary; texts are names."""
    return DictionaryObject(
        {
            NameObject(f"/{name}"): NameObject(f"/{each}") if isinstance(each, str) else each
            for name, each in said.items()
        }
    )


def kept(*annotations: PdfObject) -> list[str]:
    """Return the kinds of annotations that stay on a page."""
    page = PageObject.create_blank_page(width=100, height=100)
    page[NameObject("/Annots")] = ArrayObject(annotations)
    still(page)
    return [each.get_object()["/Subtype"] for each in page["/Annots"]]


@pytest.mark.parametrize("kind", ["JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR"])
def test_what_acts_goes(kind: str) -> None:
    assert kept(words(Subtype="Link", A=words(S=kind))) == []


def test_links_to_the_web_and_notes_stay() -> None:
    link = words(Subtype="Link", A=words(S="URI", URI=TextStringObject("https://a.example.test")))
    note = words(Subtype="Text", AA=words(O=words(S="JavaScript")))
    assert kept(link, note) == ["/Link", "/Text"]
    assert "/AA" not in note


def test_a_field_that_is_seen_becomes_a_stamp() -> None:
    seal = words(Subtype="Widget", FT="Sig", V=words(Type="Sig"), AP=words(N=LOOK))
    assert kept(seal) == ["/Stamp"]
    assert set(seal) == {"/Subtype", "/AP", "/F"}


def test_a_box_shows_its_present_state_only() -> None:
    states = words(Yes=LOOK, Off=DecodedStreamObject())
    box = words(Subtype="Widget", FT="Btn", AS="Yes", AP=words(N=states))
    assert kept(box) == ["/Stamp"]
    assert box["/AP"]["/N"].get_data() == LOOK.get_data()


@pytest.mark.parametrize(
    "unseen",
    [
        words(Subtype="Widget", FT="Tx"),
        words(Subtype="Widget", AP=words(D=LOOK)),
        words(Subtype="Widget", AP=NullObject()),
        words(Subtype="Widget", AS="Maybe", AP=words(N=words(Yes=LOOK))),
    ],
)
def test_a_field_that_is_not_seen_goes(unseen: DictionaryObject) -> None:
    assert kept(unseen) == []


def test_what_is_no_annotation_goes() -> None:
    assert kept(NullObject(), words(Subtype="Text")) == ["/Text"]


def test_annotations_that_are_no_list_go() -> None:
    page = PageObject.create_blank_page(width=100, height=100)
    page[NameObject("/Annots")] = words(Subtype="Text")
    still(page)
    assert "/Annots" not in page
