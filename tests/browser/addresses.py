"""One address for each type of page, those with the longest tables among them."""

HOME = "/"
RANKING = "/bang-xep-hang/766-gia-lai-2026-10-10/department/"
LONG_RANKING = "/bang-xep-hang/766-gia-lai-2026-10-10/commune/"
SCORECARD = "/don-vi/766-provinces-2026-10-10/H21/"

MAIN = [
    HOME,
    "/bang-xep-hang/",
    RANKING,
    "/bang-xep-hang/vinh-phuc-2019/department/",
    "/bang-xep-hang/binh-dinh-2017/",
    "/bang-xep-hang/766-provinces-2026-10-10/province/linh-vuc/",
    "/don-vi/?tim=tu+phap",
    SCORECARD,
    "/tieu-chi/",
    "/tieu-chi/766-provinces-2026-10-10/province/",
    "/tieu-chi/766-provinces-2026-10-10/province/2.1/",
    "/so-sanh/?khoi=766-provinces-2026-10-10/province&a=H21&b=H53",
    "/tim-kiem/?tim=hoai+nhon",
    "/du-lieu-mo/",
    "/phuong-phap/",
    "/phuong-phap/bo-tieu-chi/766/2026/province/",
]
