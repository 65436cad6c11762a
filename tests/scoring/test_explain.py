"""Why a unit has its points, in sentences of two languages."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parindex.errors import NotFoundError
from parindex.rulebook.model import Rulebook
from parindex.scoring import Status, UnitFacts, score
from parindex.scoring.explain import Explanation, explain, explain_unit, headline, lost_points
from parindex.scoring.wording import show_number, show_percent
from tests.small import FACTS, Data, book, fact, fields, leaf, node, scored, text, unit, values

D = Decimal


def told(rulebook: Rulebook, code: str, facts: UnitFacts, language: str = "vi") -> Explanation:
    return explain(rulebook, code, scored(rulebook, facts).nodes[code], language)


def first(rulebook: Rulebook, code: str, facts: UnitFacts, language: str = "vi") -> str:
    return told(rulebook, code, facts, language).headline


def test_a_component_is_explained_from_headline_to_source(small: Rulebook) -> None:
    assert told(small, "1.1", unit()).sentences() == (
        "1.1 Mục 1.1: 3 trên 4 điểm, mất 1 điểm.",
        "Điểm bằng 4 nhân tỷ lệ đạt được.",
        "Hồ sơ đúng hạn: 3; Hồ sơ đã giải quyết: 4.",
        "4 × 3 / 4 = 3",
        "Tỷ lệ đạt được: 75%.",
        "Tính ra: 3 điểm.",
        "Căn cứ: 1/QĐ, phụ lục.",
    )
    assert told(small, "1.1", unit(), "en").sentences() == (
        "1.1 Item 1.1: 3 of 4 points, 1 lost.",
        "Points are 4 times the share.",
        "Hồ sơ đúng hạn (en): 3; Hồ sơ đã giải quyết (en): 4.",
        "4 × 3 / 4 = 3",
        "Share reached: 75%.",
        "This gives 3 points.",
        "Source: 1/QĐ, phụ lục.",
    )


@pytest.mark.parametrize(
    ("code", "facts", "vi", "en"),
    [
        ("1.1", {"settled_on_time": 4}, "4 trên 4 điểm.", "4 of 4 points."),
        ("1.1", {"settled": None}, "chưa có (tối đa 4).", "not known (of 4)."),
        (
            "1.1",
            {"settled": 0, "settled_on_time": 0},
            "không đánh giá (tối đa 4).",
            "not applicable (of 4).",
        ),
        (
            "2.1",
            {"ballots_good": None, "ballots_bad": None},
            "chờ khảo sát (tối đa 4).",
            "waiting for the survey (of 4).",
        ),
        ("P.1", {"faults": 1}, "trừ 0,5 điểm (tối đa 1).", "0.5 points taken (of 1)."),
        ("P.1", {}, "không bị trừ (tối đa 1).", "nothing taken (of 1)."),
        ("P", {"faults": 9}, "trừ 1 điểm (tối đa 1).", "1 points taken (of 1)."),
        ("B.1", {"merits": 1}, "cộng 1 điểm (tối đa 2).", "1 points added (of 2)."),
        ("B.1", {}, "không được cộng (tối đa 2).", "nothing added (of 2)."),
    ],
)
def test_a_headline_says_what_was_earned_lost_taken_or_added(
    with_extras: Rulebook, code: str, facts: dict[str, Any], vi: str, en: str
) -> None:
    assert first(with_extras, code, unit(**facts)).endswith(f": {vi}")
    assert first(with_extras, code, unit(**facts), "en").endswith(f": {en}")


@pytest.mark.parametrize(
    ("policy", "vi"),
    [
        ("full", "Không phát sinh trong kỳ: được điểm tối đa."),
        ("zero", "Không phát sinh trong kỳ: được 0 điểm."),
        ("not_applicable", "Không phát sinh trong kỳ: không đánh giá, điểm tối đa giảm tương ứng."),
        ("ask", "Không phát sinh trong kỳ: quy định không nói, Hội đồng phải quyết định."),
    ],
)
def test_a_policy_is_told_and_no_formula_is_shown(folder: Path, policy: str, vi: str) -> None:
    all_ = fields()
    all_[0]["children"][0]["none_arisen"] = policy
    found = told(book(folder, all_), "1.1", unit(settled=0, settled_on_time=0))
    assert found.steps == (vi,)
    assert found.formula == ""


def test_rounded_steps_are_told_one_after_the_other(folder: Path) -> None:
    all_ = fields()
    all_[0]["children"][0]["rounding"] = {
        "ratio": {"step": "0.01"},
        "points": {"step": "0.01"},
        "carried": {"ratio": {"step": "1"}, "points": {"step": "0.1"}},
    }
    found = told(book(folder, all_), "1.1", unit(settled=3, settled_on_time=2))
    assert found.steps == (
        "Tỷ lệ đạt được: 66,6667%.",
        "Tỷ lệ làm tròn trước khi tính điểm: 66,67%.",
        "Tính ra: 2,6668 điểm.",
        "Làm tròn: 2,67 điểm.",
        "Cộng vào nhóm: 2,7 điểm.",
    )
    assert found.formula == "4 × 2 / 3 ≈ 2,67"


def test_imported_points_and_statuses_are_told(small: Rulebook) -> None:
    for given, words in (
        (D("2.5"), "2,5"),
        (Status.PENDING, "chờ khảo sát"),
        (Status.NOT_APPLICABLE, "không đánh giá"),
    ):
        facts = UnitFacts("u", "U", "department", {}, {"1.1": given})
        assert told(small, "1.1", facts).steps == (
            f"Điểm do nguồn công bố, được nhập vào và không tính lại: {words}.",
        )


def test_a_group_names_its_parts(small: Rulebook) -> None:
    assert told(small, "1", unit()).sentences() == (
        "1 Mục 1: 4 trên 6 điểm, mất 2 điểm.",
        "Cộng các phần: 1.1: 3 + 1.2: 1 = 4.",
        "Căn cứ: 1/QĐ, phụ lục.",
    )
    third = told(small, "1", unit(settled=3, settled_on_time=1))
    assert third.steps == ("Cộng các phần: 1.1: 1,3333 + 1.2: 1 ≈ 2,3333.",)


def test_a_group_that_is_not_scored_has_a_headline_only(small: Rulebook) -> None:
    assert len(told(small, "1", unit(settled=None)).sentences()) == 1


def test_a_score_without_trace_has_a_headline_only(small: Rulebook) -> None:
    bare = score(small, [unit()], trace=False).units[0].nodes["1.1"]
    assert len(explain(small, "1.1", bare).sentences()) == 1


def test_a_component_of_another_block_is_told(folder: Path) -> None:
    all_ = fields()
    all_[0]["children"][0]["applies_to"] = ["commune"]
    rulebook = book(folder, all_)
    assert told(rulebook, "1.1", unit()).steps == (
        "Thành phần này không dành cho khối của đơn vị (chỉ cho: Xã, phường).",
    )
    assert told(rulebook, "1.1", unit(), "en").steps[0].endswith("(only for: Communes).")


def two_facts_with_one_option() -> tuple[list[Data], Data]:
    """Return a set in which the key `late` means something else in an earlier fact."""
    facts = {
        "dossier": fact("choice", options={"late": text("Quá hạn"), "other": text("Khác")})
    } | FACTS
    all_ = fields()
    rules = {key: {"rule": "fixed"} for key in ("on_time", "late", "none")}
    all_[0]["children"][0] = node(
        "1.1", "4", none_arisen="ask", given_by="automatic", variants={"by": "plan", "rules": rules}
    )
    return all_, facts


def test_an_option_is_named_as_by_the_fact_that_the_node_reads(folder: Path) -> None:
    all_, facts = two_facts_with_one_option()
    rulebook = book(folder, all_, facts)
    assert told(rulebook, "1.1", unit()).steps[0] == "Trường hợp áp dụng: Trễ."
    assert told(rulebook, "1.1", unit(), "en").steps[0] == "Case that applies: Late."


def test_an_unknown_case_is_named_by_the_fact_that_would_tell(folder: Path) -> None:
    all_, facts = two_facts_with_one_option()
    assert told(book(folder, all_, facts), "1.1", unit(plan=None)).steps == (
        "Chưa biết trường hợp áp dụng (Kế hoạch).",
    )


KINDS: list[tuple[str, Data, Data, str, str]] = [
    (
        "choice",
        {"option": "plan"},
        {"options": {"on_time": "10", "late": "5", "none": "0"}},
        "Điểm theo mức đạt được: Đúng hạn: 10; Trễ: 5; Không có: 0.",
        "Trễ → 5",
    ),
    (
        "percent_choice",
        {"option": "plan"},
        {"shares": {"on_time": "1", "late": "0.5", "none": "0"}},
        "Điểm bằng 10 nhân tỷ lệ theo mức đạt được: Đúng hạn: 100%; Trễ: 50%; Không có: 0%.",
        "Trễ → 5",
    ),
    (
        "deduct",
        {"count": "faults"},
        {"per": "0.5"},
        "Từ 10 điểm, mỗi vi phạm trừ 0,5 điểm, thấp nhất còn 0 điểm.",
        "max(0; 10 − 0,5 × 0) = 10",
    ),
    (
        "steps_ratio",
        {"numerator": "settled_on_time", "denominator": "settled"},
        {
            "steps": [
                {"above": "0.9", "points": "10"},
                {"at_least": "0.7", "at_most": "0.9", "points": "5"},
                {"below": "0.7", "points": "0"},
            ]
        },
        "Điểm theo bậc của tỷ lệ: trên 90%: 10 điểm; từ 70% đến 90%: 5 điểm; dưới 70%: 0 điểm.",
        "3 / 4 = 75,00% → 5",
    ),
    (
        "linear_band",
        {"numerator": ["settled_on_time", "merits"], "denominator": "settled"},
        {"low": "0.5", "high": "1"},
        "Đến 50% được 0 điểm; từ 100% trở lên được 10 điểm; ở giữa tính theo đường thẳng.",
        "10 × (75,00% − 50%) / (100% − 50%) = 5",
    ),
    (
        "survey",
        {"ballots": {"good": "ballots_good", "bad": "ballots_bad"}},
        {"weights": {"good": "1", "bad": "0.2"}},
        "Điểm bằng 10 nhân trọng số bình quân của phiếu khảo sát: Phiếu tốt: 100%; Phiếu kém: 20%.",
        "Phiếu tốt: 3; Phiếu kém: 1 → 8",
    ),
    (
        "checklist",
        {"ticks": ["website"]},
        {"parts": {"website": "10"}},
        "Cộng điểm từng nội dung đạt được: Có trang thông tin: 10.",
        "Có trang thông tin: có → 10",
    ),
    (
        "tiers",
        {"numbers": {"a": "settled_on_time", "b": "settled"}},
        {
            "tiers": [
                {
                    "points": "10",
                    "all": [
                        {"value": "a", "of": "b", "at_least": "0.9"},
                        {"value": "b", "at_most": "9"},
                    ],
                },
                {"points": "0"},
            ]
        },
        (
            "Điểm theo mức cao nhất có đủ điều kiện: Hồ sơ đúng hạn / Hồ sơ đã giải quyết "
            "từ 90% và "
            "Hồ sơ đã giải quyết đến 9: 10 điểm; còn lại: 0 điểm."
        ),
        "Hồ sơ đúng hạn: 3; Hồ sơ đã giải quyết: 4 → 0",
    ),
    (
        "yes_no",
        {"met": "website"},
        {},
        "Đạt yêu cầu được 10 điểm; không đạt được 0 điểm.",
        "có → 10",
    ),
    (
        "count_cap",
        {"count": ["merits", "faults"]},
        {"per": "1"},
        "Mỗi kết quả được 1 điểm, tối đa 10 điểm.",
        "min(10; 1 × (0 + 0)) = 0",
    ),
]


@pytest.mark.parametrize(
    ("kind", "inputs", "parameters", "rule", "formula"), KINDS, ids=lambda it: str(it)[:12]
)
def test_rule_and_formula_are_told_with_the_values_in_force(
    folder: Path, kind: str, inputs: Data, parameters: Data, rule: str, formula: str
) -> None:
    given = {"values": values(**parameters)} if parameters else {}
    rulebook = book(folder, [node("1", "10", children=[leaf("1.1", "10", kind, inputs, **given)])])
    found = told(rulebook, "1.1", unit())
    assert (found.rule, found.formula) == (rule, formula)


def test_a_unit_of_measure_stands_behind_a_known_value(folder: Path) -> None:
    facts = FACTS | {"settled": fact("count", "Đã giải quyết", unit=text("hồ sơ", "dossiers"))}
    rulebook = book(folder, facts=facts)
    assert str(told(rulebook, "1.1", unit()).inputs[1]) == "Đã giải quyết: 4 hồ sơ"
    assert str(told(rulebook, "1.1", unit(settled=None)).inputs[1]) == "Đã giải quyết: chưa có"


def test_lost_points_are_listed_the_heaviest_first(with_extras: Rulebook) -> None:
    found = scored(with_extras, unit(faults=1, ballots_good=1, ballots_bad=3))
    lost = [(node_.code, each.lost) for node_, each in lost_points(with_extras, found)]
    assert lost == [("2.1", 3), ("1.1", 1), ("1.2", 1), ("P.1", D("0.5"))]


def test_an_unearned_bonus_is_no_loss(with_extras: Rulebook) -> None:
    best = unit(settled_on_time=4, plan="on_time", ballots_bad=0)
    assert lost_points(with_extras, scored(with_extras, best)) == ()


def test_a_group_that_was_imported_is_listed_itself(small: Rulebook) -> None:
    facts = UnitFacts("u", "U", "department", dict(unit().values), {"1": D(5)})
    assert [node_.code for node_, _ in lost_points(small, scored(small, facts))] == ["1", "2.1"]


def test_a_ranked_unit_is_told_with_index_rank_and_band(folder: Path) -> None:
    bands = {"on": "index", "of": {"*": [{"label": text("Khá", "Fair"), "lower": "0"}]}}
    rulebook = book(folder, bands=bands)
    lines = [
        explain_unit(rulebook, scored(rulebook, unit()), language)[0] for language in ("vi", "en")
    ]
    assert lines == [
        "u Đơn vị u: 7 điểm, chỉ số 70,00%, hạng 1, xếp loại Khá.",
        "u Đơn vị u: 7 points, index 70.00%, rank 1, Fair.",
    ]


def test_a_unit_without_rank_or_band_is_told_without(small: Rulebook) -> None:
    facts = UnitFacts("u", "U", "department", dict(unit().values), ranked=False)
    assert explain_unit(small, scored(small, facts))[0] == "u U: 7 điểm, chỉ số 70,00%."


def test_a_unit_that_cannot_be_ranked_is_told_with_what_is_missing(small: Rulebook) -> None:
    found = scored(small, unit(settled=None))
    vi, en = (explain_unit(small, found, language) for language in ("vi", "en"))
    assert vi[0] == "u Đơn vị u: chưa xếp hạng (chưa có); đã biết 4 điểm."
    assert vi[-2:] == ("Chưa chấm được:", "- 1.1 Mục 1.1: chưa có (tối đa 4).")
    assert en[0] == "u Đơn vị u: no rank yet (not known); 4 points known."
    assert en[-2] == "Not scored:"


def test_an_unknown_code_cannot_be_explained(small: Rulebook) -> None:
    with pytest.raises(NotFoundError):
        explain(small, "9", scored(small, unit()).nodes["1"])


def test_a_headline_needs_no_trace(small: Rulebook) -> None:
    found = score(small, [unit()], trace=False).units[0].nodes["1.1"]
    assert headline(small.node("1.1"), found, "en") == "1.1 Item 1.1: 3 of 4 points, 1 lost."


def test_numbers_carry_the_signs_of_the_language() -> None:
    assert [show_number(D("1234567.500"), language) for language in ("vi", "en")] == [
        "1.234.567,5",
        "1,234,567.5",
    ]
    assert show_number(100, "vi") == "100"
    assert show_number(D("2.345"), "vi", 2) == "2,35"
    assert show_percent(D("0.995"), "en") == "99.5%"
