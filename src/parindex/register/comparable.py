"""Says whether figures before and after an event may stand in one series, and by which rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN = 3
"""Names that a reason lists before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Part:
    """A unit before the event: how much of it went into the one after, and its level."""

    name: str
    is_whole: bool
    level: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`comparable`, `partly` or `not_comparable`, the rule, and the reason in two languages."""

    comparability: str
    rule: str
    vi: str
    en: str


def verdict(parts: Sequence[Part], level: str) -> Verdict:
    """Return whether figures of the parts may be read on as those of the unit after.

    Parameters
    ----------
    parts : sequence of Part
        The predecessors; none when the unit was created anew.
    level : str
        Level of the unit after, such as commune.

    Returns
    -------
    Verdict
        In this order: nothing before, no comparison; a divided predecessor, none either, since
        no figure was ever recorded for its parts; several whole ones, partly, as their sum (of
        counts) or mean (of shares and points) stands beside; one whole one of another level,
        partly, as tasks and criteria differ; one whole one, comparable.

    Examples
    --------
    >>> verdict([Part("Xã A", True, "commune")], "commune").comparability
    'comparable'
    >>> verdict([Part("Xã A", True, "commune"), Part("Xã B", False, "commune")], "commune").rule
    'divided'
    """
    divided = [each.name for each in parts if not each.is_whole]
    if not parts:
        return CREATED
    if divided:
        return _divided(divided)
    if len(parts) > 1:
        return _merged(parts)
    return RENAMED if parts[0].level == level else _other_level(parts[0])


CREATED = Verdict(
    "not_comparable",
    "created",
    "Đơn vị được thành lập mới, trước đó không có số liệu để so sánh.",
    "The unit was newly created; there are no earlier figures to compare with.",
)
RENAMED = Verdict(
    "comparable",
    "renamed",
    "Chỉ đổi tên, toàn bộ đơn vị giữ nguyên: số liệu trước và sau so sánh được.",
    "Only renamed, the whole unit goes on: figures before and after are comparable.",
)


def _divided(names: Sequence[str]) -> Verdict:
    return Verdict(
        "not_comparable",
        "divided",
        f"Có đơn vị trước đó bị chia cho nhiều đơn vị mới ({_listed(names, 'và {} đơn vị khác')}); "
        "số liệu cũ không tách được theo phần địa bàn nên không so sánh được.",
        f"A unit before was divided among several ({_listed(names, 'and {} more')}); its figures "
        "were not recorded by part, so they are not comparable.",
    )


def _merged(parts: Sequence[Part]) -> Verdict:
    return Verdict(
        "partly",
        "merged_whole",
        f"Nhập nguyên vẹn {len(parts)} đơn vị: chỉ so sánh được một phần, với tổng (số đếm) hoặc "
        f"trung bình (tỷ lệ, điểm) của cả {len(parts)} đơn vị trước đó.",
        f"{len(parts)} whole units were merged: partly comparable, with the sum (of counts) or the "
        f"mean (of shares and points) of all {len(parts)} of them.",
    )


def _other_level(part: Part) -> Verdict:
    return Verdict(
        "partly",
        "other_level",
        f"Toàn bộ {part.name} được giữ nguyên nhưng đổi cấp hành chính: nhiệm vụ và bộ tiêu chí "
        "khác nhau nên chỉ so sánh được một phần.",
        f"All of {part.name} goes on, but at another level: tasks and criteria differ, so it is "
        "partly comparable.",
    )


def _listed(names: Sequence[str], more: str) -> str:
    shown = ", ".join(names[:SHOWN])
    left = len(names) - SHOWN
    return f"{shown} {more.format(left)}" if left > 0 else shown
