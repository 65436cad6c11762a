"""Hangs lines below one another by the shape of their codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from parindex.rulebook.annex.codes import Code, Rank
from parindex.rulebook.annex.decisions import Decision, Topic, decide
from parindex.rulebook.annex.lines import Line
from parindex.rulebook.annex.options import Option, is_suspect, parse_option, split_name
from parindex.rulebook.annex.words import shown

_CODELESS = Rank.LETTER + 5


@dataclass(slots=True)
class Entry:
    """A node that is still being put together."""

    line: Line
    rank: int
    name: str
    options: list[Option] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)
    guide: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    note: list[str] = field(default_factory=list)
    children: list[Entry] = field(default_factory=list)
    code: str = ""
    key: str = ""

    @property
    def where(self) -> str:
        """The printed code, or the row of one without."""
        return self.line.printed or self.line.where

    @property
    def points(self) -> Decimal | None:
        """The printed maximum; of several numbers the largest, None when there is none."""
        return max(self.line.points, key=abs) if self.line.points else None

    def walk(self) -> Iterator[Entry]:
        """Return this entry and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def take(self, line: Line) -> None:
        """Add what a row says beside its name."""
        for own, text in (
            (self.guide, line.guide),
            (self.evidence, line.evidence),
            (self.note, line.note),
        ):
            if text:
                own.append(text)


@dataclass(slots=True)
class Growth:
    """The tree while lines come in; `totals` holds each row of sums and the fields above it."""

    roots: list[Entry] = field(default_factory=list)
    totals: list[tuple[Line, int]] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    stack: list[Entry] = field(default_factory=list)

    def say(self, where: str, vi: str, en: str) -> None:
        """Note a decision about the tree."""
        self.decisions.append(decide(Topic.TREE, where, vi, en))

    def add(self, line: Line) -> None:
        """Hang one line into the tree."""
        if line.is_total:
            self.totals.append((line, len(self.roots)))
            self.stack.clear()
        elif line.code is not None:
            self._place(entry_of(line, line.code.rank), line.code)
        elif not self.stack:
            text = line.name or line.points_text or line.guide or line.note
            vi = f"hàng «{text}» không thuộc mục nào, không đưa vào bản nháp"
            self.say(line.where, vi, f"the row «{text}» belongs to no node and was left out")
        elif line.name:
            self._codeless(line)
        else:
            self._more(line)

    def _place(self, entry: Entry, code: Code) -> None:
        while self.stack and self.stack[-1].rank >= entry.rank:
            self.stack.pop()
        is_orphan = False
        while self.stack and not _fits_under(code, self.stack[-1]):
            is_orphan = True
            self.stack.pop()
        parent = self.stack[-1].line.code if self.stack else None
        skips = parent is not None and code.stem.startswith(f"{parent.text}.")
        if is_orphan or skips:
            vi = f"mục {code.text} đứng mà không có mục {code.stem} ở trên"
            self.say(entry.line.where, vi, f"{code.text} stands without {code.stem} above it")
        self._hang(entry)

    def _hang(self, entry: Entry) -> None:
        (self.stack[-1].children if self.stack else self.roots).append(entry)
        self.stack.append(entry)

    def _codeless(self, line: Line) -> None:
        """Hang a row without code: a component of its own, or a level of the one above."""
        _, levels = split_name(line.name)
        if line.points and len(levels) > 1:
            while self.stack[-1].rank >= _CODELESS:
                self.stack.pop()
            entry = entry_of(line, _CODELESS)
            self._hang(entry)
            vi = f"hàng «{entry.name}» không có mã; bản nháp coi là một mục của {self._above()}"
            self.say(line.where, vi, "a row without code is taken as a component")
            return
        entry = self.stack[-1]
        options = row_options(line)
        entry.options.extend(options)
        entry.rows.append(line)
        entry.take(line)
        if not any(option.points is not None for option in options):
            vi = f"hàng «{line.name}» không có mã và không có điểm; giữ trong cách tính"
            self.say(line.where, f"{vi} của {entry.where}", "a row without code and points")

    def _above(self) -> str:
        return self.stack[-2].where if len(self.stack) > 1 else "bộ tiêu chí"

    def _more(self, line: Line) -> None:
        """Add a row that goes on under merged cells: more text, or a level in the guide."""
        entry = self.stack[-1]
        numbers = line.scale or line.points
        if not numbers:
            entry.take(line)
            return
        if not entry.options and entry.guide and entry.line.points:
            entry.options.extend(_zipped(entry.guide[0], entry.line.scale or entry.line.points))
        words = line.guide or line.note or line.points_text
        entry.options.extend(_zipped(words, numbers))
        entry.take(line)


def _fits_under(code: Code, above: Entry) -> bool:
    """Say whether the spelling of a code allows the node above it."""
    stem, own = code.stem, above.line.code
    if not stem or own is None or own.rank < Rank.NUMBER:
        return True
    return stem == own.text or stem.startswith(f"{own.text}.")


def entry_of(line: Line, rank: int) -> Entry:
    """Return the entry that a line begins, with the levels in its name or beside its points."""
    name, options = split_name(line.name)
    entry = Entry(line, rank, name.rstrip(" :;."), list(options))
    entry.take(line)
    if line.scale and line.guide:
        entry.options.extend(_zipped(line.guide, line.scale))
    numbers = line.points or ()
    if len(numbers) > 1:
        lines = line.name.split("\n")
        for head, texts in ((lines[0], lines[1:]), (name, line.guide.split("\n"))):
            if len(texts) == len(numbers) and not entry.options:
                entry.name = head
                entry.options.extend(map(Option, texts, numbers))
    return entry


def row_options(line: Line) -> tuple[Option, ...]:
    """Return the levels of a row without code: words in the name, points beside or in them.

    Examples
    --------
    >>> row_options(Line("row 4", name="Không kịp thời", points=(Decimal("0.5"),)))
    (Option(text='Không kịp thời', points=Decimal('0.5')),)
    """
    numbers = line.scale or line.points
    if numbers is None:
        return (Option(f"{line.name}: {line.points_text}"),)
    return _zipped(line.name, numbers)


def _zipped(text: str, numbers: Iterable[Decimal]) -> tuple[Option, ...]:
    """Return levels from words and the numbers beside them; both must say the same."""
    found = tuple(numbers)
    words = text.split("\n") if "\n" in text else text.split(" | ")
    if len(found) > 1 and len(words) == len(found):
        return tuple(map(Option, words, found))
    option = parse_option(" ".join(text.split("\n")))
    if not found:
        return (option,)
    beside = ", ".join(map(shown, found))
    clashes = option.points is not None and option.points != found[0]
    if len(found) > 1 or found[0] < 0 or clashes or is_suspect(text):
        return (Option(f"{' '.join(text.split())} [{beside}]"),)
    return (Option(option.text, found[0]),)
