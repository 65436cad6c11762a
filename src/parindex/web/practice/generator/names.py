"""Names of the practice province: no place of Viet Nam and no person bears one of them."""

from __future__ import annotations

from dataclasses import dataclass

PROVINCE = "Tỉnh Mẫu"
PROVINCE_CODE = "tinh-mau"
AGENCY_CODE = "H99"


@dataclass(frozen=True, slots=True)
class Agency:
    """A department or central agency: its slug, name, and slugs of those that merged into it."""

    slug: str
    name: str
    english: str
    made_of: tuple[str, ...] = ()


FORMER_DEPARTMENTS = (
    Agency("van-phong", "Văn phòng Ủy ban nhân dân tỉnh Mẫu", "Office of the People's Committee"),
    Agency("noi-vu", "Sở Nội vụ", "Department of Home Affairs"),
    Agency("tu-phap", "Sở Tư pháp", "Department of Justice"),
    Agency("tai-chinh", "Sở Tài chính", "Department of Finance"),
    Agency("ke-hoach", "Sở Kế hoạch và Đầu tư", "Department of Planning and Investment"),
    Agency("cong-thuong", "Sở Công Thương", "Department of Industry and Trade"),
    Agency("nong-nghiep", "Sở Nông nghiệp và Phát triển nông thôn", "Department of Agriculture"),
    Agency("tai-nguyen", "Sở Tài nguyên và Môi trường", "Department of Natural Resources"),
    Agency("giao-thong", "Sở Giao thông vận tải", "Department of Transport"),
    Agency("xay-dung", "Sở Xây dựng", "Department of Construction"),
    Agency("khoa-hoc", "Sở Khoa học và Công nghệ", "Department of Science and Technology"),
    Agency("thong-tin", "Sở Thông tin và Truyền thông", "Department of Information"),
    Agency("lao-dong", "Sở Lao động - Thương binh và Xã hội", "Department of Labour"),
    Agency("giao-duc", "Sở Giáo dục và Đào tạo", "Department of Education and Training"),
    Agency("y-te", "Sở Y tế", "Department of Health"),
    Agency("van-hoa", "Sở Văn hóa, Thể thao và Du lịch", "Department of Culture and Tourism"),
    Agency("thanh-tra", "Thanh tra tỉnh Mẫu", "Inspectorate"),
    Agency("dan-toc", "Ban Dân tộc", "Board for Ethnic Affairs"),
    Agency("khu-cong-nghiep", "Ban Quản lý các khu công nghiệp", "Industrial Zones Authority"),
)
LATER_DEPARTMENTS = (
    Agency("noi-vu", "Sở Nội vụ", "Department of Home Affairs", ("noi-vu", "lao-dong")),
    Agency("tai-chinh", "Sở Tài chính", "Department of Finance", ("tai-chinh", "ke-hoach")),
    Agency(
        "moi-truong",
        "Sở Nông nghiệp và Môi trường",
        "Department of Agriculture and Environment",
        ("nong-nghiep", "tai-nguyen"),
    ),
    Agency("xay-dung", "Sở Xây dựng", "Department of Construction", ("xay-dung", "giao-thong")),
    Agency(
        "khoa-hoc",
        "Sở Khoa học và Công nghệ",
        "Department of Science and Technology",
        ("khoa-hoc", "thong-tin"),
    ),
    Agency(
        "dan-toc",
        "Sở Dân tộc và Tôn giáo",
        "Department of Ethnic and Religious Affairs",
        ("dan-toc",),
    ),
)
"""Departments that began on the day of the reform; the others went on."""

CENTRAL_AGENCIES = (
    Agency("thue", "Thuế tỉnh Mẫu", "Tax Office"),
    Agency("bao-hiem", "Bảo hiểm xã hội tỉnh Mẫu", "Social Insurance"),
    Agency("kho-bac", "Kho bạc Nhà nước tỉnh Mẫu", "State Treasury"),
    Agency("cong-an", "Công an tỉnh Mẫu", "Police"),
    Agency("hai-quan", "Hải quan tỉnh Mẫu", "Customs"),
)
CITY = "Thành phố Mẫu Thành"
DISTRICTS = (
    CITY,
    "Huyện Ước Lệ",
    "Huyện Bảng Biểu",
    "Huyện Phác Thảo",
    "Huyện Tập Dượt",
    "Huyện Tham Chiếu",
    "Huyện Thước Đo",
    "Huyện Thang Điểm",
)
THEMES = (
    *("Minh Bạch", "Đúng Hạn", "Gọn Nhẹ", "Thân Thiện", "Tận Tâm", "Chu Đáo", "Sáng Tạo"),
    *("Kịp Thời", "Công Khai", "Trách Nhiệm", "Một Cửa", "Liên Thông", "Trực Tuyến", "Số Hóa"),
    *("Kết Nối", "Chuẩn Mực", "Nghiêm Túc", "Ân Cần", "Nền Nếp", "Cởi Mở", "Lắng Nghe"),
    *("Chia Sẻ", "Bền Bỉ", "Chủ Động", "Linh Hoạt", "Đổi Mới", "Thông Suốt", "Rành Mạch"),
    *("Tường Minh", "Gương Mẫu", "Điển Hình", "Thử Nghiệm", "Ví Dụ", "Mô Phỏng", "Thực Hành"),
    *("Bản Nháp", "Làm Thử", "Đối Chiếu", "Tin Cậy", "Thực Chất"),
)
"""The 40 communes of today; before 1 July 2025 most were three, with a direction behind."""
DIRECTIONS = ("Thượng", "Trung", "Hạ", "Đông")
WARDS = frozenset({"Minh Bạch", "Đúng Hạn", "Một Cửa", "Trực Tuyến", "Số Hóa", "Kết Nối"})
UNCHANGED, RENAMED, OLD_NAME = "Thực Chất", "Tin Cậy", "Kiểm Chứng"
FOUR_PARTS = frozenset({"Minh Bạch", "Mô Phỏng"})
SPLIT = ("Đúng Hạn Hạ", "Lắng Nghe Trung", "Ví Dụ Thượng")
"""Former communes of which a part went to the next commune of the list."""

SURNAMES = (
    *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ"),
    *("Ngô", "Dương", "Lý", "Mai", "Đinh", "Lâm", "Trịnh", "Cao", "Tạ"),
)
GIVEN = (
    *("Thực Hành", "Ví Dụ", "Mô Phỏng", "Làm Thử", "Bản Nháp", "Tập Dượt", "Tham Chiếu"),
    *("Kiểm Chứng", "Phác Thảo", "Ước Lệ"),
)
"""Words that are no given names: «Trần Thị Thực Hành» is nobody."""


def person_name(number: int) -> str:
    """Return the name of the person with a number; 400 differ."""
    given, rest = GIVEN[number % len(GIVEN)], number // len(GIVEN)
    surname = SURNAMES[rest % len(SURNAMES)]
    middle = ("Thị", "Văn")[rest // len(SURNAMES) % 2]
    return f"{surname} {middle} {given}"


def all_invented_places() -> tuple[str, ...]:
    """Return every invented name of a district or commune, without its kind in front."""
    parts = (f"{theme} {direction}" for theme in THEMES for direction in DIRECTIONS)
    districts = (name.split(" ", 2 if name == CITY else 1)[-1] for name in DISTRICTS)
    return (*districts, *THEMES, *parts, OLD_NAME)
