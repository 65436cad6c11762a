"""A register of our own to spoil: files in the layout of the reader, edited by line."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

DATA = Path(__file__).parent / "data"
"""Three real provinces and one more: 12 without a divided commune, 31 and 79 with many, 82 with
the commune of fifteen predecessors. Facts of the public register, in columns of our choice."""

SMALL = {
    "provinces_34.csv": (
        "province_code,name,full_name,full_name_en\n91,Mẫu,Tỉnh Mẫu,Mau Province\n"
    ),
    "province_map_63_to_34.csv": (
        "old_province_code,old_province_name,new_province_code,new_province_name\n"
        "91,Tỉnh Mẫu,91,Tỉnh Mẫu\n"
    ),
    "districts_pre_20250701.csv": (
        "district_code,district_name,province_code\n901,Huyện Đông,91\n902,Huyện Đảo,91\n"
    ),
    "communes_pre_20250701.csv": (
        "ward_code,ward_name,district_code\n"
        "90001,Xã Một,901\n90002,Xã Hai,901\n90003,Xã Ba,901\n90004,Thị trấn Bốn,901\n"
        "90005,Xã Hoà An,901\n90006,Xã Sáu,901\n"
    ),
    "communes_34_2025.csv": (
        "ward_code,full_name_2026_07,full_name_2025_08,province_code,decree_2025\n"
        "90001,Xã Một,Xã Một,91,Số: 1/NQ; Ngày: 16/06/2025\n"
        "90003,Xã Ba,Xã Ba,91,\n"
        "90004,Xã Bốn,Xã Bốn,91,Nghị quyết 1\n"
        "90005,Xã Hòa An,,91,Số: 1/NQ; Ngày: 16/06/2025\n"
        "90009,Đặc khu Đảo,Đặc khu Đảo,91,Số: 1/NQ; Ngày: 16/06/2025\n"
        "90010,Xã Mới,Xã Mới,91,Số: 1/NQ; Ngày: 16/06/2025\n"
    ),
    "commune_map_old_to_new.csv": (
        "old_ward_code,old_ward_name,old_district_code,"
        "new_ward_code,new_ward_name,new_province_code,old_ward_is_divided\n"
        "90001,Xã Một,901,90001,Xã Một,91,False\n"
        "90002,Xã Hai,901,90001,Xã Một,91,False\n"
        "90003,Xã Ba,901,90003,Xã Ba,91,True\n"
        "90003,Xã Ba,901,90010,Xã Mới,91,True\n"
        "90006,Xã Sáu,901,90010,Xã Mới,91,False\n"
        "90004,Thị trấn Bốn,901,90004,Xã Bốn,91,False\n"
        "90005,Xã Hoà An,901,90005,Xã Hòa An,91,False\n"
        ",,902,90009,Đặc khu Đảo,91,False\n"
    ),
}
"""A fictional province with each fate once: merged, split, rearranged, renamed, going on, and a
district that became a commune."""


def small(folder: Path) -> Path:
    """Write the fictional province."""
    folder.mkdir(exist_ok=True)
    for name, text in SMALL.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def real(folder: Path) -> Path:
    """Copy the real provinces to where they can be spoiled."""
    return Path(shutil.copytree(DATA, folder / "register"))


def edit(folder: Path, name: str, change: Callable[[str], str]) -> Path:
    """Change the text of a file."""
    file = folder / name
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def replaced(folder: Path, name: str, old: str, new: str) -> Path:
    """Change a text that stands in a file."""
    assert old in (folder / name).read_text(encoding="utf-8")
    return edit(folder, name, lambda text: text.replace(old, new, 1))


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """Read a file without the reader under test."""
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
