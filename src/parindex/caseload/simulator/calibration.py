"""What the simulated caseload is steered to: published figures, and what had to be invented.

The marks are quantiles at equal distances. `[P]` is computed from a published table, `[M]` is an
assumption that no source was found for; the page `docs/explanation/simulator.md` lists both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

COMMUNE_SIZE: Final = (181, 357, 473, 622, 741, 861, 1018, 1219, 1439, 1863, 2971)
"""Dossiers in hand of the 148 communes of Phú Thọ in August 2026 [P]."""

COMMUNE_ON_TIME: Final = (667, 768, 798, 823, 853, 874, 888, 907, 920, 931, 981)
"""Their shares on time by Decision 766, per thousand [P]; size and share are drawn apart."""

DEPARTMENT_SIZE: Final = (28209, 2739, 1624, 1611, 588, 482, 326, 177, 171, 84, 32, 5)
"""Dossiers in hand of the departments of Phú Thọ that had more than two, in the same month [P]."""

DEPARTMENT_ON_TIME: Final = (506, 322, 817, 865, 827, 689, 635, 893, 480, 964, 906, 400)
"""Their shares on time, per thousand, in the same order [P]."""

PROVINCE_SIZE: Final = {
    "H01": 389, "H05": 480, "H12": 269, "H13": 450, "H14": 77, "H15": 400, "H17": 474, "H18": 70,
    "H19": 670, "H20": 480, "H21": 418, "H24": 726, "H26": 1065, "H27": 230, "H29": 1653,
    "H31": 430, "H32": 325, "H35": 60, "H36": 516, "H37": 130, "H38": 281, "H41": 520, "H42": 562,
    "H44": 600, "H48": 249, "H49": 330, "H50": 256, "H52": 170, "H53": 534, "H55": 260, "H56": 509,
    "H57": 260, "H60": 271, "H61": 440,
}  # fmt: skip
"""Thousands of dossiers of 2026 to 10/10: of 18 provinces printed [P], of 16 assumed [M]."""

COMMUNES_IN_COUNTRY: Final = 3321
"""Communes of the country since 1/7/2025 [P]; here they are shared out by size of province [M]."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How people and offices behave; shares are per million unless their name says otherwise.

    Measured values are means over the 17 provinces of the capture of 10/10/2026, weighted by
    dossiers.
    """

    online: int = 949_000  # country 2026: 11,122,091 of 11,722,823 [P]
    postal: int = 2_500  # of all; the published tables show 0 or 1 dossiers [M]
    paid_online: int = 840_000  # of those with a fee [P]
    e_result: int = 720_000  # of those in hand [P]
    digitised: int = 246_000  # of those in hand, here of those with an electronic result [P]
    reused: int = 234_000  # [P]
    from_store: int = 28_500  # [P]
    population_data: int = 524_000  # [P]
    complaint: int = 1_300  # of those on time [P]
    synchronised: int = 975_000  # [M]
    vneid: int = 930_000  # [M]
    without_due: int = 3_000  # [M]
    refused: int = 12_000  # status 3 [M]
    withdrawn: int = 8_000  # status 7 [M]
    stopped: int = 6_000  # status 8 [M]
    supplements: tuple[int, int, int] = (930, 58, 12)  # none, one, two: per thousand [M]
    supplement_days: tuple[int, ...] = (1, 1, 2, 3, 4, 5, 7, 10, 14, 20, 45)  # [M]
    duty_land: int = 350_000  # land dossiers that wait for a payment of tax [M]
    duty_days: tuple[int, ...] = (1, 1, 1, 2, 2, 3, 4, 5, 7, 10, 25)  # [M]
    on_time_permille: tuple[int, ...] = COMMUNE_ON_TIME
    late_days: tuple[int, ...] = (1, 1, 1, 2, 2, 3, 4, 6, 10, 20, 90)  # [M]
    extended: int = 940_000  # late dossiers with a letter that names a new date [M]
    speed: tuple[int, ...] = (20, 80, 150, 250, 350, 450, 560, 680, 800, 920, 1000)  # ‰ of time [M]
    taken_in_minutes: tuple[int, ...] = (1, 5, 12, 25, 45, 70, 110, 160, 230, 330, 470)  # [M]
    returned_hours: tuple[int, ...] = (0, 0, 1, 2, 4, 8, 24, 30, 72, 120, 400)  # [M]
    weekday: tuple[int, ...] = (1150, 1060, 1010, 960, 900, 350, 0)  # Monday first [M]
    month: tuple[int, ...] = (92, 70, 106, 103, 102, 104, 106, 101, 98, 102, 103, 104)  # [M]
    before_new_year: int = 550  # ‰ of a normal day, in the ten days before Tết [M]
    after_new_year: int = 700  # and in the seven days after it [M]
    quarter_peak: int = 1120  # ‰ in the last seven days of a quarter [M]
    spread: tuple[int, int] = (650, 1350)  # ‰: days of one unit differ by chance [M]
    capacity: tuple[int, int] = (1010, 1120)  # ‰ of the mean arrivals that a unit can do [M]
    gaming: int = 4_000  # dossiers with a planted pattern, everywhere
    gaming_unit: int = 120_000  # and in the units that game
    portal_differs: int = 60_000  # dossiers whose copy on the portal differs [M]
    patterns: tuple[str, ...] = field(default=())  # only these are planted; empty: all
