"""A small synthetic rulebook, written as a folder and loaded as any other."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from parindex.rulebook.model import Rulebook
from parindex.scoring import UnitFacts, UnitScore, load, score

D = Decimal
Data = dict[str, Any]

HEAD: Data = {
    "identity": "synthetic/2026/small",
    "title": {"vi": "Bộ mẫu", "en": "Synthetic set"},
    "blocks": {
        "department": {"vi": "Sở, ban, ngành", "en": "Departments"},
        "commune": {"vi": "Xã, phường", "en": "Communes"},
    },
    "valid_from": "2026-01-01",
    "acts": [{"number": "1/QĐ", "title": {"vi": "Quyết định mẫu", "en": "Synthetic act"}}],
    "source": {"act": "1/QĐ", "place": "phụ lục"},
    "scale": "10",
    "not_applicable": {"convention": "R1", "missing": "holds_total", "pending": "holds_total"},
    "rounding": {"rank_on": "exact", "display": {"step": "0.01"}},
    "ranking": {"ties": "dense"},
    "averages": "mean_of_units",
    "bands": {"on": "index", "of": {}},
}
TOP: Data = {"step": "0.25", "appraised_by": {"vi": "Hội đồng", "en": "Council"}}


def text(vi: str, en: str | None = None) -> Data:
    return {"vi": vi, "en": en or vi}


def values(**parameters: Any) -> list[Data]:
    return [{"from": "2026-01-01", **parameters}]


def node(code: str, points: str, **more: Any) -> Data:
    """Return a field or criterion."""
    key = "n_" + code.lower().replace(".", "_")
    return {
        "code": code,
        "key": key,
        "name": text(f"Mục {code}", f"Item {code}"),
        "max_points": points,
        **more,
    }


def leaf(code: str, points: str, rule: str, inputs: Data, **more: Any) -> Data:
    """Return a component; whoever asks for another policy or giver says so."""
    common: Data = {"rule": rule, "inputs": inputs, "none_arisen": "ask", "given_by": "automatic"}
    return node(code, points, **(common | more))


def fact(kind: str, label: str = "Dữ kiện", **more: Any) -> Data:
    return {"type": kind, "label": text(label, f"{label} (en)"), **more}


OPTIONS = {
    "on_time": text("Đúng hạn", "On time"),
    "late": text("Trễ", "Late"),
    "none": text("Không có", "None"),
}
FACTS: Data = {
    "settled_on_time": fact("count", "Hồ sơ đúng hạn"),
    "settled": fact("count", "Hồ sơ đã giải quyết"),
    "plan": fact("choice", "Kế hoạch", options=OPTIONS),
    "ballots_good": fact("count", "Phiếu tốt"),
    "ballots_bad": fact("count", "Phiếu kém"),
    "faults": fact("count", "Vi phạm"),
    "merits": fact("count", "Sáng kiến"),
    "website": fact("yes_no", "Có trang thông tin"),
}
RATIO = leaf(
    "1.1",
    "4",
    "ratio",
    {"numerator": "settled_on_time", "denominator": "settled"},
    none_arisen="not_applicable",
)
CHOICE = leaf(
    "1.2",
    "2",
    "choice",
    {"option": "plan"},
    given_by="self_scored",
    evidence=[text("Quyết định ban hành kế hoạch")],
    values=values(options={"on_time": "2", "late": "1", "none": "0"}),
)
SURVEY = leaf(
    "2.1",
    "4",
    "survey",
    {"ballots": {"good": "ballots_good", "bad": "ballots_bad"}},
    given_by="survey",
    values=values(weights={"good": "1", "bad": "0"}),
)


def fields() -> list[Data]:
    """Return two fields: an appraised one of 6 points and a survey of 4."""
    return [
        node("1", "6", children=deepcopy([RATIO, CHOICE])),
        node("2", "4", children=deepcopy([SURVEY])),
    ]


PENALTY = node(
    "P",
    "1",
    part="penalty",
    children=[leaf("P.1", "1", "penalty", {"count": "faults"}, values=values(per="0.5"))],
)
BONUS = node(
    "B",
    "2",
    part="bonus",
    children=[leaf("B.1", "2", "bonus", {"count": "merits"}, values=values(per="1"))],
)


def dump(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False)


def write_book(
    folder: Path, fields_: list[Data] | None = None, facts: Data | None = None, **head: Any
) -> Path:
    """Write a rulebook and return its folder; None in `head` takes a key away."""
    (folder / "criteria").mkdir(parents=True, exist_ok=True)
    whole = {key: value for key, value in (HEAD | head).items() if value is not None}
    (folder / "rulebook.yaml").write_text(dump(whole), encoding="utf-8")
    (folder / "facts.yaml").write_text(dump(FACTS if facts is None else facts), encoding="utf-8")
    for number, each in enumerate(fields() if fields_ is None else fields_, start=1):
        (folder / "criteria" / f"{number}.yaml").write_text(dump(TOP | each), encoding="utf-8")
    return folder


def book(
    folder: Path, fields_: list[Data] | None = None, facts: Data | None = None, **head: Any
) -> Rulebook:
    return load(write_book(folder, fields_, facts, **head))


GOOD: dict[str, Any] = {
    "settled_on_time": 3,
    "settled": 4,
    "plan": "late",
    "ballots_good": 3,
    "ballots_bad": 1,
    "faults": 0,
    "merits": 0,
    "website": True,
}
"""3 points of 4, 1 of 2, 3 of 4: 7 of 10."""


def unit(code: str = "u", block: str = "department", **changes: Any) -> UnitFacts:
    return UnitFacts(code, f"Đơn vị {code}", block, dict(GOOD)).replace(**changes)


def scored(rulebook: Rulebook, facts: UnitFacts) -> UnitScore:
    return score(rulebook, [facts]).units[0]
