"""Who fills which part of a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from parindex.web.assessment.domain.sections import people_of_unit
from parindex.web.assessment.domain.words import BookWords, words_of
from parindex.web.assessment.models import Sheet
from parindex.web.common.formats import sort_key
from parindex.web.org.enums import Role
from parindex.web.org.models import RoleAssignment, User


@dataclass(frozen=True, slots=True)
class Share:
    """A person of the unit and what he or she fills; `role_id` is None without an assignment."""

    person: User
    roles: tuple[str, ...]
    role_id: int | None
    since: date | None
    components: frozenset[str]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A field, criterion or component that can be assigned, and who has it."""

    key: str
    label: str
    depth: int
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sections:
    """The page of assignments."""

    sheet: Sheet
    shares: tuple[Share, ...]
    parts: tuple[Part, ...]
    unassigned: int


def sections_of(sheet: Sheet) -> Sections:
    """Return people and parts of a sheet, in two queries."""
    today = timezone.localdate()
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    held = RoleAssignment.objects.filter(lasting, unit=sheet.unit, valid_from__lte=today)
    by_person: dict[int, list[RoleAssignment]] = {}
    for role in held:
        by_person.setdefault(role.user_id, []).append(role)
    words = words_of(sheet.round_block)
    labels = _labels(words)
    people = people_of_unit(sheet.unit)
    shares = [_share(person, by_person.get(person.pk, []), labels) for person in people]
    shares.sort(key=lambda each: sort_key(each.person.name))
    parts = tuple(_parts(words, shares))
    covered = _covered(words, shares)
    declared = [key for key, each in words.components.items() if each.is_declared]
    return Sections(sheet, tuple(shares), parts, sum(key not in covered for key in declared))


def _labels(words: BookWords) -> dict[str, str]:
    return {part.key: part.label for part in _parts(words, ())}


def _share(person: User, roles: list[RoleAssignment], labels: dict[str, str]) -> Share:
    own = next((each for each in roles if each.role == Role.SECTION_CONTRIBUTOR), None)
    components = frozenset(own.components) if own else frozenset()
    return Share(
        person=person,
        roles=tuple(str(Role(each.role).label) for each in roles),
        role_id=own.pk if own else None,
        since=own.valid_from if own else None,
        components=components,
        parts=tuple(label for key, label in labels.items() if key in components),
    )


def _parts(words: BookWords, shares: list[Share] | tuple[()]) -> list[Part]:
    found: list[Part] = []

    def add(key: str, code: str, name: str, depth: int) -> None:
        people = tuple(each.person.name for each in shares if key in each.components)
        found.append(Part(key, f"{code} {name}", depth, people))

    def leaves(keys: tuple[str, ...], depth: int) -> None:
        for key in keys:
            component = words.components[key]
            if component.is_declared:
                add(key, component.code, component.name, depth)

    for field in words.fields:
        if not any(words.components[key].is_declared for key in field.components):
            continue
        add(field.key, field.code, field.name, 0)
        below = {key for child in field.children for key in child.components}
        leaves(tuple(key for key in field.components if key not in below), 2)
        for child in field.children:
            if any(words.components[key].is_declared for key in child.components):
                add(child.key, child.code, child.name, 1)
                leaves(child.components, 2)
    return found


def _covered(words: BookWords, shares: list[Share]) -> set[str]:
    assigned = {key for each in shares for key in each.components}
    if "*" in assigned:
        return set(words.components)
    covered = assigned & set(words.components)
    for field in words.fields:
        for node in (field, *field.children):
            if node.key in assigned:
                covered |= set(node.components)
    return covered
