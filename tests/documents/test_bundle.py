"""The inspection bundle: links lead to the right pages, nothing is lost, nothing breaks it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typst
from openpyxl import load_workbook
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from parindex.documents.bundle import (
    Bundle,
    BundleComponent,
    BundleField,
    EvidenceFile,
    write_bundle,
)
from tests.web.evidence.files import docx, png
from tests.web.evidence.signing import make_authority, sign

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ALPHABET = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)


def printed(folder: Path, name: str, words: str, *, pages: int = 1) -> Path:
    """Return a PDF whose pages say `words 1`, `words 2`, ..."""
    source = folder / f"{name}.typ"
    text = "\n#pagebreak()\n".join(f"{words} {page}" for page in range(1, pages + 1))
    source.write_text(text, encoding="utf-8")
    file = folder / f"{name}.pdf"
    pdf = typst.compile(str(source))
    file.write_bytes(pdf)
    return file


def written(folder: Path, name: str, content: bytes) -> Path:
    """Return a file with some bytes."""
    file = folder / name
    file.write_bytes(content)
    return file


def locked(folder: Path, source: Path, password: str, owner: str | None = None) -> Path:
    """Return a PDF under a password."""
    writer = PdfWriter()
    writer.append(str(source))
    writer.encrypt(password, owner)
    writer.write(folder / f"locked-{password}.pdf")
    return folder / f"locked-{password}.pdf"


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    plan = printed(tmp_path, "plan", "KEHOACH", pages=3)
    report = printed(tmp_path, "report", "BAOCAO", pages=2)
    plan_file = EvidenceFile(
        title="Kế hoạch cải cách hành chính năm 2026",
        reference="12/KH-SM",
        issuing_body="Sở Mẫu",
        issued_on=date(2026, 1, 15),
        path=plan,
        media_type=PDF,
        file_name="kế hoạch.PDF",
    )
    first = BundleComponent("1.1", "Ban hành kế hoạch", "1,00/1,00", (plan_file,))
    second = BundleComponent(
        "1.10",
        "Báo cáo đúng hạn",
        "0,50/1,00",
        (
            plan_file,
            EvidenceFile("Báo cáo", path=report, media_type=PDF, file_name="bc.pdf"),
            EvidenceFile(
                "Ảnh bộ phận Một cửa",
                path=written(tmp_path, "kept-without-ending", png(40, 30)),
                media_type="image/png",
                file_name="ảnh.png",
            ),
        ),
    )
    empty = BundleComponent("2.1", "Sáng kiến", "0,00/2,00")
    others = BundleComponent(
        "2.2",
        "Đặc thù",
        "chờ thẩm định",
        (
            EvidenceFile(
                "Bản Word",
                path=written(tmp_path, "word", docx()),
                media_type=WORD,
                file_name="b.docx",
            ),
            EvidenceFile("Công văn", link="https://eoffice.example.test/vb/88"),
            EvidenceFile(
                "Có mật khẩu",
                path=locked(tmp_path, plan, "mat-khau"),
                media_type=PDF,
                file_name="k.pdf",
            ),
            EvidenceFile(
                "Hỏng #panic() $x$ <a>",
                path=written(tmp_path, "broken", b"%PDF-1.7 broken"),
                media_type=PDF,
                file_name="h.pdf",
            ),
            EvidenceFile(
                "Ảnh hỏng",
                path=written(tmp_path, "half", png()[:40]),
                media_type="image/png",
                file_name="h.png",
            ),
            EvidenceFile("Mất", path=tmp_path / "gone", media_type=PDF, file_name="m.pdf"),
        ),
    )
    return Bundle(
        title="Hồ sơ minh chứng",
        unit="Sở Mẫu 1",
        round="Kỳ đánh giá năm 2026",
        made_on=date(2026, 11, 22),
        fields=(
            BundleField("1", "Chỉ đạo, điều hành", (first, second)),
            BundleField("2", "Cải cách thể chế", (empty, others)),
            BundleField("3", "Không có tiêu chí", ()),
        ),
    )


@pytest.fixture
def written_files(bundle: Bundle, tmp_path: Path) -> tuple[PdfReader, zipfile.ZipFile]:
    pdf, archive = tmp_path / "out.pdf", tmp_path / "out.zip"
    write_bundle(bundle, pdf, archive)
    return PdfReader(pdf, strict=True), zipfile.ZipFile(archive)


def links(page: PageObject, reader: PdfReader) -> Iterator[int]:
    """Yield the pages, from 0, to which the links of a page lead."""
    for reference in page.get("/Annots") or ():
        annotation = reference.get_object()
        if "/Dest" in annotation:
            goal = annotation["/Dest"][0].get_object()
            yield next(place for place, each in enumerate(reader.pages) if each == goal)


def page_that_says(reader: PdfReader, words: str) -> int:
    """Return the first page after the contents on which words stand."""
    return next(
        place
        for place, page in enumerate(reader.pages)
        if place > 1 and words in page.extract_text()
    )


def outline(reader: PdfReader, items: list[Any] | None = None) -> Iterator[tuple[str, int]]:
    """Yield titles of the outline with the pages, from 0, to which they lead."""
    for item in reader.outline if items is None else items:
        if isinstance(item, list):
            yield from outline(reader, item)
        else:
            yield item.title, reader.get_destination_page_number(item)


def test_evidence_stands_behind_the_leaf_of_its_component_and_once(
    written_files: tuple[PdfReader, zipfile.ZipFile],
) -> None:
    texts = [page.extract_text() for page in written_files[0].pages]
    plan = page_that_says(written_files[0], "KEHOACH 1")
    assert [text.split("\n")[0] for text in texts[plan : plan + 3]] == [
        "KEHOACH 1",
        "KEHOACH 2",
        "KEHOACH 3",
    ]
    assert "Ban hành kế hoạch" in texts[plan - 1]
    assert sum("KEHOACH 1" in text for text in texts) == 1
    assert sum("BAOCAO 2" in text for text in texts) == 1


def test_contents_link_to_the_page_that_they_print(
    written_files: tuple[PdfReader, zipfile.ZipFile],
) -> None:
    reader = written_files[0]
    contents = reader.pages[1]
    goals = set(links(contents, reader))
    for words in ("KEHOACH 1", "BAOCAO 1", "Sáng kiến", "Bản Word", "Ảnh bộ phận", "Công văn"):
        assert page_that_says(reader, words) in goals, words
    text = contents.extract_text()
    assert f"(12/KH-SM) {page_that_says(reader, 'KEHOACH 1') + 1}" in text
    assert "chưa có minh chứng" in text
    assert "parindex:" not in str([dict(each.get_object()) for each in contents["/Annots"]])


def test_a_leaf_links_to_evidence_bound_elsewhere(
    written_files: tuple[PdfReader, zipfile.ZipFile],
) -> None:
    reader = written_files[0]
    leaf = page_that_says(reader, "Báo cáo đúng hạn")
    goals = set(links(reader.pages[leaf], reader))
    assert {page_that_says(reader, "KEHOACH 1"), page_that_says(reader, "BAOCAO 1")} <= goals


def test_outline_leads_through_fields_and_components(
    written_files: tuple[PdfReader, zipfile.ZipFile],
) -> None:
    reader = written_files[0]
    found = dict(outline(reader))
    assert found["1. Chỉ đạo, điều hành"] == found["1.1. Ban hành kế hoạch"]
    assert found["Báo cáo"] == page_that_says(reader, "BAOCAO 1")
    assert found["2.1. Sáng kiến"] == page_that_says(reader, "Sáng kiến")
    assert found["Mục lục"] == 1
    assert "3. Không có tiêu chí" not in found


def test_every_page_but_the_cover_says_where_it_is(
    written_files: tuple[PdfReader, zipfile.ZipFile],
) -> None:
    pages = written_files[0].pages
    total = len(pages)
    assert "Trang" not in pages[0].extract_text()
    for place, page in enumerate(pages[1:], 2):
        assert f"Trang {place}/{total}" in page.extract_text()
    plan = page_that_says(written_files[0], "KEHOACH 1")
    assert f"1.1 · Trang {plan + 1}/{total}" in pages[plan].extract_text()


def test_what_cannot_be_bound_becomes_a_page_that_says_so(
    written_files: tuple[PdfReader, zipfile.ZipFile],
) -> None:
    texts = " ".join(" ".join(page.extract_text().split()) for page in written_files[0].pages[2:])
    for said in (
        "Đây là tệp Word hoặc Excel",
        "https://eoffice.example.test/vb/88",
        "đặt mật khẩu",
        "Hỏng #panic() $x$ <a>",
        "Tệp này hỏng, không đọc được",
        "Không tìm thấy tệp này trong kho",
    ):
        assert said in texts, said
    assert texts.count("Tệp này hỏng") == 2


def test_a_pdf_locked_for_changes_only_is_bound(bundle: Bundle, tmp_path: Path) -> None:
    source = printed(tmp_path, "open", "MOKHONGMATKHAU")
    path = locked(tmp_path, source, "", "chủ")
    file = EvidenceFile("Chỉ đọc", path=path, media_type=PDF, file_name="c.pdf")
    component = BundleComponent("1", "Một", "1", (file,))
    small = replace(bundle, fields=(BundleField("1", "Một", (component,)),))
    write_bundle(small, tmp_path / "a.pdf", tmp_path / "a.zip")
    reader = PdfReader(tmp_path / "a.pdf")
    assert page_that_says(reader, "MOKHONGMATKHAU") == 3


def test_scripts_and_launches_of_evidence_do_not_come_along(bundle: Bundle, tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.append(str(printed(tmp_path, "active", "HOATDONG")))
    page = writer.pages[0]
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")}
    )
    writer.root_object[NameObject("/OpenAction")] = script
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/A"): script,
        }
    )
    writer.add_annotation(0, {**link, NameObject("/Rect"): page.mediabox})
    writer.write(tmp_path / "active2.pdf")
    file = EvidenceFile("x", path=tmp_path / "active2.pdf", media_type=PDF, file_name="x.pdf")
    component = BundleComponent("1", "Một", "1", (file,))
    small = replace(bundle, fields=(BundleField("1", "Một", (component,)),))
    write_bundle(small, tmp_path / "a.pdf", tmp_path / "a.zip")
    assert b"/JavaScript" in (tmp_path / "active2.pdf").read_bytes()
    reader = PdfReader(tmp_path / "a.pdf")
    bound = reader.pages[page_that_says(reader, "HOATDONG")]
    assert "/AA" not in bound
    assert not bound.get("/Annots")
    assert "/OpenAction" not in reader.trailer["/Root"]


def test_the_seal_of_a_signature_stays_in_sight_without_its_form(
    bundle: Bundle, tmp_path: Path
) -> None:
    source = printed(tmp_path, "signed", "DAKY").read_bytes()
    path = written(tmp_path, "sealed", sign(source, make_authority(tmp_path), seal=True))
    assert "/AcroForm" in PdfReader(path).trailer["/Root"]
    file = EvidenceFile("x", path=path, media_type=PDF, file_name="x.pdf")
    component = BundleComponent("1", "Một", "1", (file,))
    small = replace(bundle, fields=(BundleField("1", "Một", (component,)),))
    write_bundle(small, tmp_path / "a.pdf", tmp_path / "a.zip")
    reader = PdfReader(tmp_path / "a.pdf")
    (seal,) = reader.pages[page_that_says(reader, "DAKY")]["/Annots"]
    assert seal.get_object()["/Subtype"] == "/Stamp"
    assert "/V" not in seal.get_object()
    assert seal.get_object()["/AP"]["/N"].get_data()


def test_turned_pages_carry_their_number_too(bundle: Bundle, tmp_path: Path) -> None:
    source = printed(tmp_path, "turned", "XOAY")
    files = []
    for degrees in (90, 180, 270):
        writer = PdfWriter()
        writer.append(str(source))
        writer.pages[0].rotate(degrees)
        writer.write(tmp_path / f"{degrees}.pdf")
        path = tmp_path / f"{degrees}.pdf"
        files.append(EvidenceFile(f"x{degrees}", path=path, media_type=PDF, file_name="x.pdf"))
    component = BundleComponent("1", "Một", "1", tuple(files))
    small = replace(bundle, fields=(BundleField("1", "Một", (component,)),))
    write_bundle(small, tmp_path / "a.pdf", tmp_path / "a.zip")
    pages = PdfReader(tmp_path / "a.pdf").pages
    assert [page.rotation for page in pages[-3:]] == [90, 180, 270]
    for place, page in enumerate(pages[-3:], len(pages) - 2):
        text = " ".join(page.extract_text().split())
        assert f"Trang {place}/{len(pages)}" in text


def test_zip_holds_originals_unchanged_under_plain_names(
    bundle: Bundle, written_files: tuple[PdfReader, zipfile.ZipFile], tmp_path: Path
) -> None:
    archive = written_files[1]
    assert archive.testzip() is None
    names = archive.namelist()
    assert all(name.isascii() for name in names)
    assert max(map(len, names)) < 150
    folder = "1_Chi-dao-dieu-hanh/1.1_Ban-hanh-ke-hoach"
    plan = f"{folder}/01_12-KH-SM_Ke-hoach-cai-cach-hanh-chinh-nam-2026.pdf"
    assert archive.read(plan) == (tmp_path / "plan.pdf").read_bytes()
    assert sum("Ke-hoach-cai-cach" in name for name in names) == 1
    broken = next(name for name in names if "Hong" in name)
    assert archive.read(broken) == b"%PDF-1.7 broken"
    assert archive.read("HO-SO.pdf") == (tmp_path / "out.pdf").read_bytes()


def test_index_names_each_use_in_vietnamese_with_page_and_place(
    written_files: tuple[PdfReader, zipfile.ZipFile],
) -> None:
    reader, archive = written_files
    sheet = load_workbook(io.BytesIO(archive.read("MUC-LUC.xlsx"))).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    plan = [row for row in rows if row[5] == "12/KH-SM"]
    assert [row[1] for row in plan] == ["1.1", "1.10"]
    assert {row[8] for row in plan} == {page_that_says(reader, "KEHOACH 1") + 1}
    assert all(row[9] in archive.namelist() for row in plan)
    assert plan[0][4] == "Kế hoạch cải cách hành chính năm 2026"
    by_title = {row[4]: row for row in rows}
    assert by_title["chưa có"][1] == "2.1"
    assert by_title["Công văn"][9] == "https://eoffice.example.test/vb/88"
    assert by_title["Có mật khẩu"][10] == "PDF đặt mật khẩu"
    linked = [cell.hyperlink.target for cell in sheet["J"] if cell.hyperlink]
    assert {name for name in linked if "://" not in name} <= set(archive.namelist())


def test_a_title_is_never_a_formula_of_the_index(bundle: Bundle, tmp_path: Path) -> None:
    file = EvidenceFile('=HYPERLINK("https://a.example.test")', link="https://b.example.test/")
    component = BundleComponent("1", "Một", "1", (file,))
    small = replace(bundle, fields=(BundleField("1", "Một", (component,)),))
    write_bundle(small, tmp_path / "a.pdf", tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        sheet = load_workbook(io.BytesIO(archive.read("MUC-LUC.xlsx"))).active
    assert sheet["E2"].data_type == "s"


def test_the_same_evidence_gives_the_same_bytes(bundle: Bundle, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_bundle(bundle, tmp_path / f"{name}.pdf", tmp_path / f"{name}.zip")
    for ending in ("pdf", "zip"):
        one, two = (tmp_path / f"{name}.{ending}" for name in ("a", "b"))
        assert one.read_bytes() == two.read_bytes()


def test_every_vietnamese_letter_is_printed(bundle: Bundle, tmp_path: Path) -> None:
    upper = ALPHABET.upper()
    component = BundleComponent("1", ALPHABET, upper)
    small = replace(bundle, fields=(BundleField("1", "Đ", (component,)),))
    write_bundle(small, tmp_path / "a.pdf", tmp_path / "a.zip")
    text = "".join(PdfReader(tmp_path / "a.pdf").pages[2].extract_text().split())
    assert ALPHABET in text
    assert upper in text


def test_many_components_keep_their_page_numbers(bundle: Bundle, tmp_path: Path) -> None:
    file = EvidenceFile(
        "Dùng chung", path=printed(tmp_path, "c", "CHUNG"), media_type=PDF, file_name="c.pdf"
    )
    components = tuple(
        BundleComponent(f"1.{place}", f"Tiêu chí số {place} " + "rất dài " * 12, "1", (file,))
        for place in range(1, 121)
    )
    big = replace(bundle, fields=(BundleField("1", "Một", components),))
    write_bundle(big, tmp_path / "a.pdf", tmp_path / "a.zip")
    reader = PdfReader(tmp_path / "a.pdf")
    found = dict(outline(reader))
    last = next(page for title, page in found.items() if title.startswith("1.120. "))
    assert last == len(reader.pages) - 1
    assert "Tiêu chí số 120" in reader.pages[last].extract_text()
