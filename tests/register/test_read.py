"""The register is read whole or refused with every fault."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from parindex.errors import NotFoundError, RegisterError
from parindex.register import province_of, read_agency_codes, read_register
from parindex.register.values import NewCommune, Predecessor, Register
from tests.register.folder import DATA, edit, real, replaced, rows, small

MAP, NEW = "commune_map_old_to_new.csv", "communes_34_2025.csv"
OLD, DISTRICTS = "communes_pre_20250701.csv", "districts_pre_20250701.csv"


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register(DATA)


def commune(register: Register, code: str) -> NewCommune:
    return next(each for each in register.new_communes if each.code == code)


def refusal(folder: Path) -> list[str]:
    with pytest.raises(RegisterError) as refused:
        read_register(folder)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("code", "old", "districts", "before", "after", "pairs", "divided"),
    [
        ("12", 1, 8, 106, 38, 106, 0),
        ("31", 2, 27, 374, 114, 454, 72),
        ("79", 3, 38, 441, 168, 493, 47),
        ("82", 2, 23, 305, 102, 314, 9),
    ],
)
def test_a_province_has_its_figures_before_and_after(
    register: Register,
    code: str,
    old: int,
    districts: int,
    before: int,
    after: int,
    pairs: int,
    divided: int,
) -> None:
    found = province_of(register, code)
    came = [each for commune in found.new_communes for each in commune.predecessors]
    assert (len(found.old_provinces), len(found.districts)) == (old, districts)
    assert (len(found.old_communes), len(found.new_communes)) == (before, after)
    assert len(came) == pairs
    assert len({each.code for each in came if not each.is_whole}) == divided


def test_predecessors_of_all_communes_are_the_lines_of_the_mapping(register: Register) -> None:
    read = Counter(
        (before.code, each.code) for each in register.new_communes for before in each.predecessors
    )
    written = Counter(
        (row["old_ward_code"] or row["old_district_code"], row["new_ward_code"])
        for row in rows(DATA, MAP)
    )
    assert read == written
    assert set(read.values()) == {1}


def test_every_old_commune_went_somewhere_and_whole_ones_to_one_place(register: Register) -> None:
    became = Counter(
        before.code
        for each in register.new_communes
        for before in each.predecessors
        if not before.is_district
    )
    whole = {
        before.code: before.is_whole
        for each in register.new_communes
        for before in each.predecessors
    }
    assert set(became) == {each.code for each in register.old_communes}
    assert all(whole[code] is (count == 1) for code, count in became.items())


def test_the_commune_with_most_predecessors_has_fifteen(register: Register) -> None:
    most = max(register.new_communes, key=lambda each: len(each.predecessors))
    assert (most.name, most.code, len(most.predecessors)) == ("Phường Cao Lãnh", "29869", 15)
    assert sum(not each.is_whole for each in most.predecessors) == 6
    assert (most.document, most.document_date) == ("1663/NQ-UBTVQH15", date(2025, 6, 16))


def test_communes_across_old_provinces_have_predecessors_on_both_sides(register: Register) -> None:
    provinces = {each.code: each.province_code for each in register.districts}
    sides = {each.code: provinces[each.district_code] for each in register.old_communes}
    across = {
        each.code: each.province_code
        for each in register.new_communes
        if len({sides.get(before.code, "") for before in each.predecessors}) > 1
    }
    assert Counter(across.values()) == {"31": 3, "82": 1}


def test_an_island_district_without_communes_is_itself_the_predecessor(register: Register) -> None:
    for code, district in (("11948", "318"), ("26732", "755")):
        island = Predecessor(district, is_whole=True, is_district=True)
        assert commune(register, code).predecessors == (island,)
    noted = [each.about.what for each in register.notices if "no communes" in each.about.what]
    assert len(noted) == 2


def test_a_blank_old_commune_of_a_district_that_has_some_is_refused(tmp_path: Path) -> None:
    folder = replaced(small(tmp_path), MAP, "90006,Xã Sáu,901", ",,901")
    assert refusal(folder)[0] == (
        f"{MAP}, line 6: old_ward_code is blank, but district 901 has communes. "
        "Enter the commune that is meant."
    )


def test_a_commune_with_another_code_in_the_list_is_found_by_name(tmp_path: Path) -> None:
    folder = replaced(small(tmp_path), NEW, "90004,Xã Bốn", "90044,Xã Bốn")
    register = read_register(folder)
    assert commune(register, "90044").predecessors == (Predecessor("90004", is_whole=True),)
    (noted,) = [each for each in register.notices if "90044" in each.about.what]
    assert noted.province_code == "91"
    assert noted.about.what == "Xã Bốn has code 90004 in the mapping and 90044 in the list"


def test_a_code_that_no_name_explains_is_refused(tmp_path: Path) -> None:
    folder = replaced(small(tmp_path), NEW, "90004,Xã Bốn,Xã Bốn", "90044,Xã Năm,Xã Năm")
    assert refusal(folder) == [
        f"{MAP}, line 7: new_ward_code 90004 is unknown. Correct it, or add it to {NEW}.",
        f"{NEW}, line 4: nothing says what 90044 was made of. Add it to {MAP}.",
    ]


def test_names_of_two_dates_differ_in_spelling_or_are_noted(tmp_path: Path) -> None:
    register = read_register(small(tmp_path))
    assert register.notices[-1].about.what.startswith("district 902")
    folder = replaced(small(tmp_path), NEW, "90001,Xã Một", "90001,Phường Một")
    noted = read_register(folder).notices[-1].about
    assert noted.where == f"{NEW}, line 2"
    assert noted.what.startswith("Xã Một is called Phường Một by July 2026;")
    assert commune(read_register(folder), "90001").name == "Xã Một"


def test_the_later_name_stands_where_the_first_is_blank(tmp_path: Path) -> None:
    assert commune(read_register(small(tmp_path)), "90005").name == "Xã Hòa An"


def test_a_province_that_is_called_otherwise_later_keeps_its_first_name(tmp_path: Path) -> None:
    folder = replaced(small(tmp_path), "provinces_34.csv", "Tỉnh Mẫu", "Thành phố Mẫu")
    (province,) = read_register(folder).provinces
    assert (province.name, province.name_en) == ("Tỉnh Mẫu", "")
    assert "Thành phố Mẫu" in read_register(folder).notices[-1].about.what


def test_old_communes_bear_the_name_of_the_mapping(register: Register) -> None:
    names = {each.code: each.name for each in register.old_communes}
    assert names["11092"] == "Xã Bình Lãng"
    assert "11092 is Xã Bình Lăng in the list and Xã Bình Lãng in the mapping" in {
        each.about.what for each in register.notices
    }


def test_letters_are_composed_blanks_taken_out_and_names_begin_large(tmp_path: Path) -> None:
    folder = edit(
        small(tmp_path),
        OLD,
        lambda text: unicodedata.normalize("NFD", text) + " 90007 , xã  Bảy ,901\n",
    )
    edit(folder, MAP, lambda text: text + "90007,,901,90010,Xã Mới,91,False\n")
    names = {each.code: each.name for each in read_register(folder).old_communes}
    assert names["90007"] == "Xã Bảy"
    assert names["90005"] == "Xã Hoà An"


def test_empty_lines_do_not_matter(tmp_path: Path) -> None:
    folder = edit(small(tmp_path), DISTRICTS, lambda text: text.replace("\n", "\n\n"))
    assert len(read_register(folder).districts) == 2


def test_a_byte_order_mark_and_other_columns_do_not_matter(tmp_path: Path) -> None:
    folder = edit(small(tmp_path), DISTRICTS, lambda text: "\ufeff" + text.replace("\n", ",thừa\n"))
    assert len(read_register(folder).districts) == 2


def test_a_document_is_number_and_date_or_stands_as_it_is(tmp_path: Path) -> None:
    register = read_register(small(tmp_path))
    found = {each.code: (each.document, each.document_date) for each in register.new_communes}
    assert found["90001"] == ("1/NQ", date(2025, 6, 16))
    assert found["90003"] == ("", None)
    assert found["90004"] == ("Nghị quyết 1", None)


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (OLD, "90001,Xã Một", "1,Xã Một", "line 2: ward_code '1' is no code of 5 digits"),
        (OLD, "90002,Xã Hai", "90001,Xã Hai", "line 3: ward_code 90001 stands in line 2 already"),
        (OLD, "90002,Xã Hai,901", "90002,,901", "line 3: ward_name is blank"),
        (OLD, "90002,Xã Hai,901", "90002,Xã Hai,909", "line 3: district_code 909 is unknown"),
        (OLD, "90002,Xã Hai,901", "90002,Xã Hai,901,", "line 3: 4 cells under 3 columns"),
        (OLD, "ward_name", "name", "line 1: column ward_name is missing"),
        (DISTRICTS, "901,Huyện Đông,91", "901,Huyện Đông,92", "line 2: province_code 92 is unkn"),
        (MAP, "90003,Xã Ba,901,90010,Xã Mới,91,True\n", "", "line 4: old_ward_is_divided is True"),
        (MAP, "90006,Xã Sáu,901,90010,Xã Mới,91,False", "90006,Xã Sáu,901,90010,Xã Mới,91,no",
         "line 6: old_ward_is_divided is 'no'"),
        (MAP, "90006,Xã Sáu,901", "90006,Xã Sáu,902", "line 6: old_ward_code 90006 is no commune"),
        (MAP, "90006,Xã Sáu,901", "90006,Xã Sáu,909", "line 6: old_district_code 909 is unknown"),
        (MAP, "90010,Xã Mới,91,False", "90010,Xã Mới,92,False", "line 6: new_province_code is 92"),
        (MAP, "90002,Xã Hai,901", "90001,Xã Một,901", "line 3: 90001 to 90001 stands twice"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(
    tmp_path: Path, name: str, old: str, new: str, expected: str
) -> None:
    found = refusal(replaced(small(tmp_path), name, old, new))
    assert any(problem.startswith(f"{name}, {expected}") for problem in found), found


def test_an_old_commune_that_went_nowhere_is_refused(tmp_path: Path) -> None:
    line = "90002,Xã Hai,901,90001,Xã Một,91,False\n"
    assert refusal(replaced(small(tmp_path), MAP, line, "")) == [
        f"{OLD}, line 3: nothing says what became of 90002. Add it to {MAP}."
    ]


def test_a_province_made_of_none_is_refused(tmp_path: Path) -> None:
    folder = edit(small(tmp_path), "provinces_34.csv", lambda text: text + "95,Khác,Tỉnh Khác,\n")
    assert refusal(folder) == [
        "provinces_34.csv, line 3: province 95 was made of none. Add it to the province map."
    ]


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    folder = real(tmp_path)
    (folder / NEW).unlink()
    (folder / OLD).write_bytes(b"ward_code\n\xff\n")
    replaced(folder, DISTRICTS, "105,", "5,")
    found = refusal(folder)
    assert len(found) == 3
    assert found[0] == f"{NEW}: the file is missing. Put it into the folder."
    assert found[1] == f"{OLD}: byte 10 is not UTF-8. Save the file as CSV in UTF-8."
    assert "district_code '5' is no code of 3 digits" in found[2]


def test_a_province_that_is_not_there_is_answered_with_those_that_are(register: Register) -> None:
    with pytest.raises(NotFoundError, match="12 Lai Châu, 31 Hải Phòng, 79 Hồ Chí Minh"):
        province_of(register, "01")


def test_agency_codes_are_found_by_the_name_of_the_province(
    register: Register, tmp_path: Path
) -> None:
    file = tmp_path / "codes.csv"
    file.write_text(
        "ma_dinh_danh,tinh\nH35,Lai Châu\nH24,Hải Phòng\nH29,TP.HCM\nH99,Nơi khác\n",
        encoding="utf-8",
    )
    assert read_agency_codes(file, register) == {"12": "H35", "31": "H24", "79": "H29"}


def test_a_file_without_agency_codes_is_refused(register: Register, tmp_path: Path) -> None:
    file = tmp_path / "codes.csv"
    file.write_text("tinh\nLai Châu\n", encoding="utf-8")
    with pytest.raises(RegisterError, match="column ma_dinh_danh is missing"):
        read_agency_codes(file, register)
