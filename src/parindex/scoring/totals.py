"""How a unit's total and index were made, in sentences with their figures."""

from __future__ import annotations

from decimal import Decimal, localcontext

from parindex.rulebook.model import Convention, Part, Rulebook
from parindex.scoring.facts import Status
from parindex.scoring.index import appraised_rate, parts_of
from parindex.scoring.result import UnitScore
from parindex.scoring.rounding import EXACT, round_to
from parindex.scoring.wording import show_number

WORDS = {
    "vi": {
        "sum": "Cộng các lĩnh vực: {terms} = {base} điểm.",
        "total_rounded": "Làm tròn tổng: {total} điểm.",
        "bonus": "Điểm thưởng: cộng {bonus} điểm.",
        "penalty": "Điểm phạt: trừ {penalty} điểm.",
        "absolute": "Chỉ số: {base} trên thang {scale} điểm.",
        "R1": "Chỉ số: {base} / {top} (điểm đạt trên điểm tối đa áp dụng).",
        "R2": "Chỉ số: phần thẩm định {points} / {applicable}, làm tròn {rate}%, nhân {full} điểm; "
        "cộng điểm điều tra {survey}.",
        "R4": "Chỉ số: {points} / {applicable} (chỉ tính phần thẩm định).",
        "index": "Kết quả: {index}%.",
        "index_rounded": "Kết quả: {index}%, làm tròn theo quy định của bộ tiêu chí.",
        "source": "Căn cứ: {act}; {title}.",
    },
    "en": {
        "sum": "The fields add up: {terms} = {base} points.",
        "total_rounded": "Total rounded: {total} points.",
        "bonus": "Bonus: {bonus} points are added.",
        "penalty": "Penalty: {penalty} points are taken.",
        "absolute": "Index: {base} on a scale of {scale} points.",
        "R1": "Index: {base} / {top} (points over the applicable maximum).",
        "R2": "Index: the appraised part {points} / {applicable}, rounded to {rate}%, of {full} "
        "points; {survey} survey points are added.",
        "R4": "Index: {points} / {applicable} (the appraised part alone).",
        "index": "Result: {index}%.",
        "index_rounded": "Result: {index}%, rounded as the set says.",
        "source": "Source: {act}; {title}.",
    },
}


def _terms(rulebook: Rulebook, unit: UnitScore, language: str) -> tuple[str, Decimal]:
    """Return the fields that were added, in words, and their exact sum."""
    shown, total = [], Decimal(0)
    for field in rulebook.fields:
        score = unit.nodes[field.code]
        if field.part is Part.BASE and score.status is Status.SCORED:
            shown.append(f"{field.code} {show_number(score.known, language)}")
            total += score.known
    return " + ".join(shown), total


def _convention(rulebook: Rulebook, unit: UnitScore) -> str:
    """Return the sentence that tells the index: R3 is R4 without a survey, absolute with one."""
    how = rulebook.not_applicable
    if how is Convention.RESCALE_WITHOUT_SURVEY:
        held = parts_of(rulebook, unit.nodes)[True][1]
        return "absolute" if held else "R4"
    return how.value


def _numbers(rulebook: Rulebook, unit: UnitScore, base: Decimal) -> dict[str, Decimal]:
    """Return every figure that a sentence may name."""
    with localcontext(EXACT):
        parts = parts_of(rulebook, unit.nodes)
        (points, applicable, full), (survey, _, _) = parts[False], parts[True]
        total = round_to(base, rulebook.rounding.total)
        rate = appraised_rate(points, applicable) if applicable else Decimal(0)
    return {
        "base": total,
        "total": total,
        "top": unit.max_applicable,
        "scale": rulebook.scale,
        "bonus": unit.bonus,
        "penalty": unit.penalty,
        "points": points,
        "applicable": applicable,
        "full": full,
        "survey": survey,
        "rate": rate,
    }


def explain_total(rulebook: Rulebook, unit: UnitScore, language: str = "vi") -> tuple[str, ...]:
    """Return how the total and the index of a unit were made.

    Parameters
    ----------
    rulebook : Rulebook
        By which the unit was scored.
    unit : UnitScore
        Its score; one without a total has nothing to tell.
    language : str
        "vi" or "en".

    Returns
    -------
    tuple of str
        Sentences: the sum of fields, its rounding, bonus and penalty, the convention of the
        index with its figures, the result, the legal source. Empty when the unit has no index.

    Examples
    --------
    >>> from parindex.scoring import UnitFacts, load, score
    >>> book = load("published/tay-ninh/2023/department")
    >>> unit = UnitFacts("d", "D", "department", {}, {"T": Decimal("61.00")},
    ...                  {"T": Decimal("71.5")})
    >>> print(*explain_total(book, score(book, [unit]).units[0], "en")[1:3], sep="\\n")
    Index: 61 / 71.5 (points over the applicable maximum).
    Result: 85.31%.
    """
    if unit.index is None or unit.points is None:
        return ()
    terms, base = _terms(rulebook, unit, language)
    numbers = _numbers(rulebook, unit, base)
    gaps = {name: show_number(value, language) for name, value in numbers.items()}
    places = max(0, -int(rulebook.rounding.display.step.as_tuple().exponent))
    gaps["index"] = show_number(unit.index, language, places)
    words = WORDS[language]
    lines = [words["sum"].format(**{**gaps, "base": show_number(base, language)}, terms=terms)]
    chosen = ["total_rounded"] if numbers["total"] != base else []
    chosen += ["bonus"] if unit.bonus else []
    chosen += ["penalty"] if unit.penalty else []
    chosen.append(_convention(rulebook, unit))
    chosen.append("index_rounded" if rulebook.rounding.index else "index")
    gaps["act"], gaps["title"] = rulebook.acts[0].number, rulebook.title.in_language(language)
    chosen.append("source")
    return (*lines, *(words[name].format(**gaps) for name in chosen))
