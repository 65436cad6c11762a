"""The shipped rulebooks as a lawyer reads them, in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from docs.generators.markdown import NOTICE, document, table
from parindex.rulebook.fingerprint import fingerprint
from parindex.rulebook.load import shipped_rulebooks
from parindex.rulebook.model import (
    Averages,
    Convention,
    Fact,
    FactType,
    GivenBy,
    Incomplete,
    Leaf,
    Mode,
    Node,
    NodeRounding,
    NoneArisen,
    Part,
    RoundingStep,
    Rulebook,
    RuleUse,
    Ties,
)
from parindex.scoring import load
from parindex.scoring.kinds import discover
from parindex.scoring.wording import rule_in_words, show_number

FOLDER = "rulebooks"
NONE_ARISEN = {
    NoneArisen.FULL: "được điểm tối đa",
    NoneArisen.ZERO: "được 0 điểm",
    NoneArisen.NOT_APPLICABLE: "không đánh giá, điểm tối đa giảm tương ứng",
    NoneArisen.ASK: "quy định không nói, phải hỏi Hội đồng",
}
GIVEN_BY = {
    GivenBy.SELF_SCORED: "đơn vị tự chấm",
    GivenBy.AUTOMATIC: "tính tự động từ số liệu",
    GivenBy.SURVEY: "điều tra xã hội học",
    GivenBy.EXTERNAL: "cơ quan khác công bố",
    GivenBy.LEADER: "lãnh đạo chấm",
}
CONVENTIONS = {
    Convention.RESCALE_ALL: "điểm đạt chia cho điểm tối đa áp dụng, nhân 100 (R1)",
    Convention.RESCALE_APPRAISED: "tỷ lệ phần thẩm định làm tròn 2 chữ số, nhân điểm tối đa của "
    "phần ấy; điểm điều tra xã hội học giữ nguyên (R2)",
    Convention.RESCALE_WITHOUT_SURVEY: "giữ nguyên khi có điều tra xã hội học; khi không có thì "
    "quy đổi phần thẩm định về thang điểm (R3)",
    Convention.APPRAISED_ONLY: "luôn chỉ lấy phần thẩm định, quy đổi về thang điểm (R4)",
    Convention.ABSOLUTE: "tổng điểm trên thang điểm, không quy đổi",
}
INCOMPLETE = {
    Incomplete.HOLDS_TOTAL: "chưa có tổng điểm cho đến khi đủ",
    Incomplete.LEFT_OUT: "bỏ ra ngoài tổng, cùng với điểm tối đa của nó",
}
TIES = {
    Ties.DENSE: "cùng hạng, hạng sau liền kề (1, 2, 2, 3)",
    Ties.COMPETITION: "cùng hạng, hạng sau cách quãng (1, 2, 2, 4)",
}
AVERAGES = {
    Averages.MEAN_OF_BLOCK_MEANS: "bình quân của các bình quân khối",
    Averages.MEAN_OF_UNITS: "bình quân của mọi đơn vị",
}
MODES = {
    Mode.HALF_UP: "nửa đơn vị làm tròn lên",
    Mode.HALF_EVEN: "nửa đơn vị làm tròn về số chẵn",
    Mode.DOWN: "cắt bỏ phần dư",
}
PARTS = {Part.BONUS: " (điểm thưởng)", Part.PENALTY: " (điểm trừ)", Part.BASE: ""}
ABOUT = {
    "act": "văn bản",
    "appraised_by": "cơ quan thẩm định",
    "averages": "bình quân",
    "bands": "xếp loại",
    "bonus": "điểm thưởng",
    "bonus_cap": "trần điểm thưởng",
    "fields": "lĩnh vực",
    "gates": "điều kiện xếp loại",
    "missing": "thiếu số liệu",
    "names": "tên gọi",
    "not_applicable": "không đánh giá",
    "officials": "cán bộ, công chức",
    "penalty": "điểm trừ",
    "penalty_cap": "trần điểm trừ",
    "pending": "chờ khảo sát",
    "ranking": "xếp hạng",
    "rounding": "làm tròn",
    "title": "tên bộ",
    "validity": "hiệu lực",
}
TYPES = {
    FactType.COUNT: "số đếm",
    FactType.AMOUNT: "số lượng",
    FactType.PERCENT: "phần trăm",
    FactType.POINTS: "điểm",
    FactType.YES_NO: "có hoặc không",
    FactType.CHOICE: "chọn một mức",
    FactType.TEXT: "văn bản",
}


def _number(value: Decimal) -> str:
    return show_number(value, "vi")


def _day(value: date) -> str:
    return f"{value:%d/%m/%Y}"


def _step(how: RoundingStep | None) -> str:
    return "không" if how is None else f"bội số của {_number(how.step)}, {MODES[how.mode]}"


def file_name(name: str) -> str:
    """Return the page of a rulebook, below `docs/reference`."""
    return f"{FOLDER}/{name.replace('/', '-')}.md"


def _facts_of_the_set(book: Rulebook) -> list[str]:
    blocks = "; ".join(f"{text.vi} (`{name}`)" for name, text in book.blocks.items())
    until = f" đến {_day(book.valid_to)}" if book.valid_to else ""
    rows = [
        ("Tên trong phần mềm", f"`{book.identity}`"),
        ("Khối đơn vị", blocks),
        ("Hiệu lực", f"từ {_day(book.valid_from)}{until}"),
        ("Thang điểm", _number(book.scale)),
        ("Số thành phần", str(len(book.leaves()))),
        ("Mã băm nội dung (SHA-256)", f"`{fingerprint(book)}`"),
    ]
    return table(("Mục", "Nội dung"), rows)


def _acts(book: Rulebook) -> list[str]:
    lines = []
    for act in book.acts:
        day = f" ngày {_day(act.issued)}" if act.issued else ""
        article = f"; {act.article}" if act.article else ""
        lines.append(f"- {act.number}{day}: {act.title.vi}{article}.")
    return ["## Căn cứ", "", *lines, ""]


def _conventions(book: Rulebook) -> list[str]:
    how = book.rounding
    on = "chỉ số đã làm tròn như hiển thị" if how.rank_on == "rounded" else "chỉ số chính xác"
    breakers = ", ".join(book.tie_breakers) or "không có"
    caps = [
        (label, _number(cap))
        for label, cap in (
            ("Trần điểm thưởng", book.bonus_cap),
            ("Trần điểm trừ", book.penalty_cap),
        )
        if cap is not None
    ]
    rows = [
        ("Chỉ số", CONVENTIONS[book.not_applicable]),
        ("Thiếu số liệu", INCOMPLETE[book.missing]),
        ("Chưa có kết quả khảo sát", INCOMPLETE[book.pending]),
        ("Làm tròn tỷ lệ trước khi tính điểm", _step(how.ratio)),
        ("Làm tròn điểm thành phần", _step(how.component)),
        ("Làm tròn điểm lĩnh vực", _step(how.field)),
        ("Làm tròn tổng điểm", _step(how.total)),
        ("Làm tròn chỉ số", _step(how.index)),
        ("Hiển thị", _step(how.display)),
        ("Xếp hạng theo", on),
        ("Đơn vị bằng nhau", TIES[book.ties]),
        ("Tiêu chí phụ khi bằng nhau", breakers),
        ("Bình quân nhiều khối", AVERAGES[book.averages]),
        *caps,
    ]
    return ["## Quy ước", "", *table(("Việc", "Cách làm"), rows)]


def _bands(book: Rulebook) -> list[str]:
    on = "chỉ số (%)" if book.bands_on == "index" else "điểm"
    rows = [
        (
            book.blocks[block].vi if block in book.blocks else "mọi khối",
            band.label.vi,
            f"{'từ' if band.inclusive else 'trên'} {_number(band.lower)}",
        )
        for block, bands in book.bands.items()
        for band in bands
    ]
    if not rows:
        return ["## Xếp loại", "", "Bộ này không xếp loại.", ""]
    return ["## Xếp loại", "", f"Theo {on}.", "", *table(("Khối", "Loại", "Ngưỡng"), rows)]


def _gates(book: Rulebook) -> list[str]:
    lines = [
        f"- Cao nhất là {it.at_most}: {it.reason.vi}. Căn cứ: {it.source}." for it in book.gates
    ]
    return ["### Điều kiện", "", *lines, ""] if lines else []


def _about(names: str) -> str:
    """Return what a setting is about: codes as they are, names of settings in words."""
    return ", ".join(ABOUT.get(name, name) for name in names.split(", "))


def _settings(book: Rulebook) -> list[str]:
    rows = [(_about(each.about), each.text.vi) for each in book.settings]
    if not rows:
        return []
    title = "## Những điểm nguồn chưa nói rõ, bộ này tự đặt"
    return [title, "", *table(("Về", "Đã đặt"), rows)]


def _own_rounding(own: NodeRounding | None) -> Iterator[str]:
    """Return in words how a node is rounded where it differs from the set."""
    if own is None:
        return
    if own.ratio:
        yield f"Tỷ lệ (%) làm tròn trước khi tính điểm: {_step(own.ratio)}."
    if own.points:
        yield f"Điểm làm tròn: {_step(own.points)}."
    if own.carried and own.carried.ratio:
        yield f"Khi cộng vào nhóm, tỷ lệ (%) làm tròn: {_step(own.carried.ratio)}."
    if own.carried and own.carried.points:
        yield f"Khi cộng vào nhóm, điểm làm tròn: {_step(own.carried.points)}."


def _rule(book: Rulebook, node: Node, use: RuleUse) -> Iterator[str]:
    """Return a rule in words, once for each day on which its values change."""
    kind = discover()[use.kind]
    for values in use.values:
        once = use.model_copy(update={"values": (values,)})
        words = rule_in_words(book, node, once, kind, "vi")
        when = f"Từ {_day(values.start)}: " if len(use.values) > 1 else ""
        yield f"{when}{words} (`{use.kind}`; {values.source})"


def _rules(book: Rulebook, node: Node, leaf: Leaf) -> Iterator[str]:
    if leaf.variants is None:
        for use in leaf.rules():
            yield from (f"Cách chấm: {line}" for line in _rule(book, node, use))
        return
    options = book.facts[leaf.variants.by].options
    for answer, use in leaf.variants.rules.items():
        label = options[answer].vi if answer in options else answer
        yield from (f"Cách chấm khi «{label}»: {line}" for line in _rule(book, node, use))


def _fact(name: str, fact: Fact) -> str:
    unit = f", {fact.unit.vi}" if fact.unit else ""
    return f"{fact.label.vi} (`{name}`, {TYPES[fact.type]}{unit})"


def _leaf(book: Rulebook, node: Node, leaf: Leaf) -> Iterator[str]:
    yield from _rules(book, node, leaf)
    names = leaf.fact_names()
    if names:
        yield f"Số liệu: {'; '.join(_fact(name, book.facts[name]) for name in names)}."
    yield f"Không phát sinh: {NONE_ARISEN[leaf.none_arisen]}."
    yield f"Điểm do: {GIVEN_BY[leaf.given_by]}; bước điểm {_number(leaf.step)}."
    yield f"Thẩm định: {leaf.appraised_by.vi}."
    if leaf.evidence:
        yield f"Tài liệu kiểm chứng: {'; '.join(text.vi for text in leaf.evidence)}."
    if leaf.guide:
        yield f"Hướng dẫn: {leaf.guide.vi}"
    if leaf.note:
        yield f"Ghi chú: {leaf.note.vi}"


def _node(book: Rulebook, node: Node, depth: int) -> Iterator[str]:
    part = PARTS[node.part] if depth == 0 else ""
    part = "" if part.strip(" ()") in node.name.vi.casefold() else part
    sign = "trừ đến " if node.subtracts else ""
    mark = "#" * min(depth + 2, 5)
    yield f"{mark} {node.code}. {node.name.vi}{part}: {sign}{_number(node.max_points)} điểm"
    yield ""
    lines = [*_own_rounding(node.rounding)]
    if node.applies_to:
        lines.append(
            f"Chỉ cho khối: {', '.join(book.blocks[each].vi for each in node.applies_to)}."
        )
    if node.exclusive:
        lines.append("Chỉ một trong các mục bên dưới áp dụng cho mỗi đơn vị.")
    if node.leaf is not None:
        lines = [*_leaf(book, node, node.leaf), *lines]
    else:
        lines.append(f"Căn cứ: {node.source}.")
    yield from (f"- {' '.join(line.split())}" for line in lines)
    yield ""
    for child in node.children:
        yield from _node(book, child, depth + 1)


def page(name: str) -> str:
    """Return the page of one rulebook."""
    book = load(name)
    warning = ["> Bộ mẫu để thực hành và kiểm thử, không phải quy định của tỉnh nào.", ""]
    return document(
        f"# {book.title.vi}",
        "",
        NOTICE,
        "",
        *(warning if book.model else []),
        *([book.note.vi, ""] if book.note else []),
        *_facts_of_the_set(book),
        *_acts(book),
        *_conventions(book),
        *_bands(book),
        *_gates(book),
        *_settings(book),
        *(line for field in book.fields for line in _node(book, field, 0)),
    )


def index() -> str:
    """Return the list of the shipped rulebooks."""
    books = [(name, load(name)) for name in shipped_rulebooks()]
    rows = [
        (
            f"[{book.title.vi}]({file_name(name).removeprefix(f'{FOLDER}/')})",
            f"`{name}`",
            str(len(book.leaves())),
            _number(book.scale),
        )
        for name, book in books
    ]
    return document(
        "# Các bộ tiêu chí kèm theo phần mềm",
        "",
        NOTICE,
        "",
        *table(("Bộ tiêu chí", "Tên trong phần mềm", "Thành phần", "Thang điểm"), rows),
    )


def pages() -> dict[str, str]:
    """Return the pages of all shipped rulebooks and their index."""
    found = {file_name(name): page(name) for name in shipped_rulebooks()}
    return {f"{FOLDER}/README.md": index(), **found}
