"""What an annex leaves open: a person decides it before the draft becomes law."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from parindex.rulebook.model import Text


class Topic(StrEnum):
    """What a decision is about; in the order in which a person works through them."""

    LAW = "law"
    TREE = "tree"
    POINTS = "points"
    RULE = "rule"
    NONE_ARISEN = "none_arisen"
    EVIDENCE = "evidence"
    APPRAISER = "appraiser"
    SETTINGS = "settings"
    LANGUAGE = "language"


TITLES = {
    Topic.LAW: Text(vi="Căn cứ pháp lý và hiệu lực", en="Legal source and validity"),
    Topic.TREE: Text(vi="Cây tiêu chí và mã số", en="Tree and codes"),
    Topic.POINTS: Text(vi="Điểm tối đa", en="Maxima"),
    Topic.RULE: Text(vi="Cách tính điểm", en="Rules"),
    Topic.NONE_ARISEN: Text(vi="Trường hợp không phát sinh", en="Nothing arose"),
    Topic.EVIDENCE: Text(vi="Tài liệu kiểm chứng", en="Evidence"),
    Topic.APPRAISER: Text(vi="Cơ quan thẩm định", en="Appraisers"),
    Topic.SETTINGS: Text(vi="Quy ước chung", en="General settings"),
    Topic.LANGUAGE: Text(vi="Tiếng Anh", en="English names"),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that the annex does not settle.

    Parameters
    ----------
    topic : Topic
        What it is about.
    where : str
        Code of the node, or row of the annex, or place in the draft.
    text : Text
        What is open, and what the draft holds meanwhile.

    Examples
    --------
    >>> what = Text(vi="chưa có tài liệu kiểm chứng", en="no evidence is named")
    >>> print(Decision(Topic.EVIDENCE, "1.1.2", what))
    1.1.2: chưa có tài liệu kiểm chứng (no evidence is named)
    """

    topic: Topic
    where: str
    text: Text

    def __str__(self) -> str:
        return f"{self.where}: {self.text.vi} ({self.text.en})"


def decide(topic: Topic, where: str, vi: str, en: str) -> Decision:
    """Return a decision from its two texts."""
    return Decision(topic, where, Text(vi=vi, en=en))


def as_markdown(title: str, decisions: Iterable[Decision]) -> str:
    """Return the list as a page to tick off, by topic, Vietnamese first.

    Examples
    --------
    >>> page = as_markdown("Bộ A", [decide(Topic.LAW, "acts", "chưa có số", "no number")])
    >>> print(page.splitlines()[-1])
    - [ ] **acts**: chưa có số. *No number.*
    """
    found = list(decisions)
    lines = [
        f"# Những điểm cần người có thẩm quyền quyết định: {title}",
        "",
        f"Bản nháp còn {len(found)} điểm để ngỏ. Sửa trong các tệp YAML, rồi đánh dấu từng điểm.",
        f"*{len(found)} points are open in this draft. Settle them in the YAML files, then tick.*",
    ]
    for topic, heading in TITLES.items():
        of_topic = [decision for decision in found if decision.topic is topic]
        if of_topic:
            lines += ["", f"## {heading.vi} / {heading.en}", ""]
            lines += [_item(decision) for decision in of_topic]
    return "\n".join(lines) + "\n"


def _item(decision: Decision) -> str:
    vi, en = decision.text.vi, decision.text.en
    return f"- [ ] **{decision.where}**: {vi}. *{en[0].upper()}{en[1:]}.*"
