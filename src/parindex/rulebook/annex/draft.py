"""Makes the YAML of a draft rulebook from a tree, with a list of what the draft had to set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from parindex.rulebook.annex.act import acts_in, title_in, year_in
from parindex.rulebook.annex.decisions import Decision, Topic, decide
from parindex.rulebook.annex.tree import AnnexNode, AnnexTree
from parindex.rulebook.annex.words import shown, slug
from parindex.rulebook.model import Text
from parindex.rulebook.write import Quoted

NO_NUMBER = "(chưa rõ số quyết định)"
NO_APPRAISER = "(chưa xác định cơ quan thẩm định)"
NO_EVIDENCE = "(chưa có tài liệu kiểm chứng trong phụ lục)"


def both(text: str) -> Text:
    """Return a Vietnamese text that stands in for the English one too."""
    return Text(vi=text or "(để trống)", en=text or "(để trống)")


@dataclass(slots=True)
class Draft:
    """The documents of a draft while it is made."""

    tree: AnnexTree
    above: str
    identity: str
    block: str
    file: str
    facts: dict[str, Any] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)

    def say(self, topic: Topic, where: str, vi: str, en: str) -> None:
        """Note a decision."""
        self.decisions.append(decide(topic, where, vi, en))

    @property
    def act(self) -> str:
        """Number of the decision, or the words that stand in for it."""
        found = acts_in(self.above)
        return found[0].number if found and found[0].is_own else NO_NUMBER

    @property
    def title(self) -> str:
        """Name of the set, or the file's name."""
        return title_in(self.above) or self.file

    @property
    def valid_from(self) -> date:
        """First day of the year in the title, or the day of issue, or a day nobody can mean."""
        year = year_in(self.title)
        issued = [act.issued for act in acts_in(self.above) if act.is_own and act.issued]
        return date(year, 1, 1) if year else (issued or [date(2000, 1, 1)])[0]

    def head(self) -> dict[str, Any]:
        """Return `rulebook.yaml`, placeholders included; each of them becomes a decision."""
        act: dict[str, Any] = {"number": self.act, "title": both(self.title)}
        found = [each for each in acts_in(self.above) if each.number == self.act]
        if found and found[0].issued:
            act["issued"] = found[0].issued
        self._say_law([each.number for each in acts_in(self.above)])
        self._say_settings()
        hundredth = {"step": Decimal("0.01")}
        note = f"Bản nháp đọc từ tệp {self.file}; chưa là bộ tiêu chí có hiệu lực."
        return {
            "identity": self.identity,
            "title": both(self.title),
            "blocks": {self.block: both(self.block)},
            "valid_from": self.valid_from,
            "acts": [act],
            "source": {"act": self.act, "place": "Phụ lục"},
            "scale": self.tree.scale,
            "not_applicable": {
                "convention": "R1",
                "missing": "holds_total",
                "pending": "holds_total",
            },
            "rounding": {"rank_on": "exact", "display": hundredth},
            "ranking": {"ties": "dense"},
            "averages": "mean_of_units",
            "bands": {"on": "index", "of": {}},
            "note": Text(vi=note, en=f"Draft read from {self.file}; not law."),
        }

    def _say_law(self, numbers: Sequence[str]) -> None:
        if self.act == NO_NUMBER:
            self.say(Topic.LAW, "acts", "chưa rõ số quyết định", "the act's number is not known")
        else:
            vi = f"bản nháp lấy {self.act}; kiểm tra số, ngày, tên văn bản"
            self.say(Topic.LAW, "acts", vi, f"{self.act} was taken; check number, day and title")
        if others := [number for number in numbers if number != self.act]:
            named = ", ".join(others)
            vi = f"phần đầu phụ lục còn nhắc {named}; văn bản nào là căn cứ"
            self.say(Topic.LAW, "acts", vi, f"the heading also names {named}")
        vi = f"bản nháp đặt hiệu lực từ {self.valid_from:%d/%m/%Y}; ghi đúng ngày"
        self.say(Topic.LAW, "valid_from", vi, f"{self.valid_from} stands in; set the day")
        self.say(Topic.LAW, "title", f"tên bộ: «{self.title}»", "check the title of the set")
        vi = f"tên đầy đủ của khối «{self.block}»"
        self.say(Topic.LAW, "blocks", vi, "give the block its full name")

    def _say_settings(self) -> None:
        vi = "chưa có ngưỡng xếp loại; bản nháp để trống"
        self.say(Topic.SETTINGS, "bands", vi, "no bands; the list is empty")
        for where, value, en in (
            ("not_applicable", "R1, giữ tổng khi còn thiếu", "convention for what is not scored"),
            ("rounding", "hiện 2 chữ số, xếp hạng theo điểm chính xác", "rounding"),
            ("ranking", "đồng hạng, không bỏ hạng", "ties"),
            ("averages", "bình quân các đơn vị", "averages"),
            ("step", "bước điểm 0,01", "smallest step of points"),
        ):
            self.say(Topic.SETTINGS, where, f"bản nháp đặt: {value}", f"the draft sets: {en}")
        vi = "bản nháp dùng tên tiếng Việt ở mọi chỗ cần tiếng Anh"
        self.say(Topic.LANGUAGE, "en", vi, "English texts repeat the Vietnamese; translate them")

    def fields(self) -> list[dict[str, Any]]:
        """Return the files of `criteria`, and fill `facts` and the decisions on the way."""
        leaves = [node for node in self.tree.walk() if not node.children]
        fields = [self._node(node, is_field=True) for node in self.tree.fields]
        without = [node.code for node in leaves if not node.evidence and not node.is_survey]
        if without:
            vi = f"phụ lục không nêu tài liệu kiểm chứng: {', '.join(without)}"
            self.say(Topic.EVIDENCE, "evidence", vi, "no evidence is named for these codes")
        if unappraised := [node.code for node in leaves if not node.appraiser]:
            vi = f"chưa có cơ quan thẩm định: {', '.join(unappraised)}"
            self.say(Topic.APPRAISER, "appraised_by", vi, "no appraiser is named for these codes")
        if surveyed := [node.code for node in leaves if node.is_survey]:
            vi = f"chấm qua điều tra xã hội học: {', '.join(surveyed)}; chọn cách tính và phiếu"
            self.say(Topic.RULE, "survey", vi, "scored by survey; choose rule and instrument")
        if own := [node.code for node in leaves if not node.is_survey]:
            vi = f"bản nháp đặt `self_scored` (đơn vị tự chấm): {', '.join(own)}; sửa mục nào do "
            vi += "khảo sát, hệ thống hay cơ quan khác cho điểm"
            en = "set to self_scored; correct those that a survey, a system or another office gives"
            self.say(Topic.RULE, "given_by", vi, en)
        vi = "mọi cách tính khác cũng đặt `ask` khi không phát sinh"
        self.say(Topic.NONE_ARISEN, "none_arisen", vi, "all other rules are set to `ask` too")
        return fields

    def _node(self, node: AnnexNode, *, is_field: bool = False) -> dict[str, Any]:
        place = f"Phụ lục, mục {node.printed}" if node.printed else f"Phụ lục, {node.where}"
        raw: dict[str, Any] = {
            "code": Quoted(node.code),
            "key": node.key,
            "name": both(node.name),
            "max_points": node.max_points,
            "part": node.part if is_field and node.part != "base" else None,
            "subtracts": node.subtracts or None,
            "source": {"act": self.act, "place": place},
            "step": self._step(node) if is_field else None,
            "appraised_by": both(node.appraiser or NO_APPRAISER)
            if is_field or node.appraiser
            else None,
        }
        if not node.children:
            raw |= self._rule(node)
            raw["none_arisen"] = "ask"
            missing = () if node.is_survey else (NO_EVIDENCE,)
            raw["evidence"] = [both(text) for text in node.evidence or missing] or None
        raw["guide"] = both(node.guide) if node.guide else None
        raw["note"] = _note(node)
        raw["children"] = [self._node(child) for child in node.children] or None
        return {key: value for key, value in raw.items() if value is not None}

    @staticmethod
    def _step(node: AnnexNode) -> Decimal:
        finest = min(int(each.max_points.normalize().as_tuple().exponent) for each in node.walk())
        return min(Decimal("0.01"), Decimal(1).scaleb(finest))

    def _rule(self, node: AnnexNode) -> dict[str, Any]:
        """Return the rule of a component with its facts declared."""
        proposal = node.proposal
        assert proposal is not None  # noqa: S101 - every node without children has one
        values: dict[str, Any] = {"from": self.valid_from}
        makers = {
            "choice": self._choice,
            "yes_no": self._yes_no,
            "steps_ratio": self._steps_ratio,
            "external": self._external,
        }
        inputs = makers[proposal.kind](node, values)
        self._say_rule(node)
        return {
            "given_by": "survey" if node.is_survey else "self_scored",
            "rule": proposal.kind,
            "inputs": inputs,
            "values": [values] if len(values) > 1 else None,
        }

    def _say_rule(self, node: AnnexNode) -> None:
        proposal = node.proposal
        assert proposal is not None  # noqa: S101 - every node without children has one
        remark = proposal.remark
        text = " / ".join((node.guide or node.name).split("\n"))
        if not proposal.is_recognised:
            why = remark or both("")
            vi = f"chưa nhận ra cách tính của {node.code} ({why.vi}): «{text}»; nhập điểm từ ngoài"
            self.say(Topic.RULE, node.code, vi, f"rule of {node.code} not recognised ({why.en})")
        elif remark is not None:
            vi = f"đề xuất `{proposal.kind}`: {remark.vi}: «{text}»"
            self.say(Topic.RULE, node.code, vi, f"`{proposal.kind}` is proposed: {remark.en}")

    def _declare(self, name: str, kind: str, label: str, **more: Any) -> str:
        key = name if name not in self.facts else slug(name, self.facts)
        self.facts[key] = {"type": kind, "label": both(label), **more}
        return key

    def _choice(self, node: AnnexNode, values: dict[str, Any]) -> dict[str, str]:
        words: dict[str, Text] = {}
        points: dict[str, Decimal | None] = {}
        for option in node.options:
            name = slug(option.text, words)
            words[name], points[name] = both(option.text), option.points
        values["options"] = points
        return {"option": self._declare(node.key, "choice", node.name, options=words)}

    def _yes_no(self, node: AnnexNode, values: dict[str, Any]) -> dict[str, str]:  # noqa: ARG002 - one signature for all makers
        best = max(node.options, key=lambda option: option.points or Decimal(0))
        return {"met": self._declare(node.key, "yes_no", f"{node.name}: {best.text}")}

    def _steps_ratio(self, node: AnnexNode, values: dict[str, Any]) -> dict[str, str]:
        assert node.proposal is not None  # noqa: S101 - this maker is chosen by the proposal
        values["steps"] = node.proposal.steps
        rows = "; ".join(
            f"{option.text}: {shown(option.points or Decimal(0))}" for option in node.options
        )
        vi = f"đề xuất `steps_ratio` ({rows}); đặt tên đúng cho tử số và mẫu số"
        self.say(Topic.RULE, node.code, vi, "name what is counted above and below the line")
        hint = f"; phụ lục ghi: «{' '.join(node.note.split())}»" if node.note else ""
        vi = f"mẫu số bằng 0 thì sao{hint}; bản nháp đặt `ask`"
        self.say(Topic.NONE_ARISEN, node.code, vi, "what an empty denominator gives; `ask` is set")
        above = self._declare(f"{node.key}_numerator", "count", f"Tử số: {node.name}")
        below = self._declare(f"{node.key}_denominator", "count", f"Mẫu số: {node.name}")
        return {"numerator": above, "denominator": below}

    def _external(self, node: AnnexNode, values: dict[str, Any]) -> dict[str, str]:
        values["source_max"] = node.max_points
        return {"value": self._declare(node.key, "points", f"Điểm: {node.name}")}


def _note(node: AnnexNode) -> Text | None:
    printed = f"Mã in trong phụ lục: {node.printed}." if node.printed else "Phụ lục không in mã."
    lines = [printed] if node.printed != node.code else []
    lines += [node.note] if node.note else []
    return both("\n".join(lines)) if lines else None
