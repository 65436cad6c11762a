"""Statements: SQL that a process writes once and runs again with other values.

For a small query Django takes five to ten times as long to write the SQL as to run it. That is
nothing for a page, and most of the cost of a save that 300 people do at the same minute. What is
kept here is the SQL that Django itself wrote for a queryset; the values come at each run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Expression, Model, QuerySet
from django.db.models.base import ModelState
from django.db.transaction import TransactionManagementError

Found = TypeVar("Found")
Read = Callable[[Sequence[Any]], Any]


class Slot(Expression):
    """The place in a statement of a value that is known when it runs.

    The value goes to the database as it is given, so days are written as texts.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, list[Any]]:
        """Return a place, and the slot itself for the value."""
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement in the words of one kind of database."""

    sql: str
    values: tuple[Any, ...]
    locks: bool
    convert: Callable[[Iterable[Sequence[Any]]], Iterable[Sequence[Any]]]
    read: Read


class Kept(Generic[Found]):
    """A queryset whose SQL is written once; `make` gives it, with slots in place of values.

    It gives models, with what `select_related` and `only` say, or the tuples of `values_list`.
    What is prefetched is not asked for.
    """

    def __init__(self, make: Callable[[], QuerySet[Any]]) -> None:
        self._make = make
        self._written: dict[str, _Written] = {}

    def all(self, **values: Any) -> list[Found]:
        """Return what the database holds for these values.

        Raises
        ------
        TransactionManagementError
            When rows are to be locked and there is no transaction that would hold them.
        """
        kind = connection.vendor
        it = self._written.get(kind) or self._written.setdefault(kind, _write(self._make()))
        if it.locks and not connection.in_atomic_block:
            raise TransactionManagementError("rows are locked inside a transaction only")
        given = [values[each.name] if isinstance(each, Slot) else each for each in it.values]
        with connection.cursor() as cursor:
            cursor.execute(it.sql, given)
            rows = cursor.fetchall()
        return [it.read(row) for row in it.convert(rows)]

    def first(self, **values: Any) -> Found | None:
        """Return the first that is found, None when there is none."""
        return next(iter(self.all(**values)), None)


def _write(queryset: QuerySet[Any]) -> _Written:
    """Let Django write the SQL of a queryset, and keep with it how answers are read."""
    compiler = queryset.query.get_compiler(connection=connection)
    sql, values = compiler.as_sql()
    converters = compiler.get_converters([each[0] for each in compiler.select])
    gives_models = queryset._fields is None
    return _Written(
        sql=sql,
        values=tuple(values),
        locks=bool(queryset.query.select_for_update),
        convert=lambda rows: compiler.apply_converters(rows, converters),
        read=_reader(compiler, compiler.klass_info) if gives_models else tuple,
    )


def _reader(compiler: Any, info: dict[str, Any]) -> Read:
    """Return what makes a model of a row, with the models that hang on it."""
    model, places = info["model"], info["select_fields"]
    names = [compiler.select[place][0].target.attname for place in places]
    start, end = places[0], places[-1] + 1
    key = places[names.index(model._meta.pk.attname)]
    related = [
        (each["local_setter"], _reader(compiler, each))
        for each in info.get("related_klass_infos", ())
    ]

    def read(row: Sequence[Any]) -> Any:
        if row[key] is None:
            return None
        made = _made(model, names, row[start:end])
        for put, read_related in related:
            put(made, read_related(row))
        return made

    return read


def _made(model: type[Model], names: Sequence[str], values: Sequence[Any]) -> Any:
    """Return a model as it was stored, as `from_db` does, which takes eight times as long."""
    made = model.__new__(model)
    made.__dict__.update(zip(names, values, strict=True))
    made._state = ModelState()
    made._state.adding, made._state.db = False, connection.alias
    return made


def know(instance: Model, name: str, rows: list[Any]) -> None:
    """Let a model know rows that point to it, as if they had been prefetched."""
    found = getattr(instance, name).get_queryset()
    found._result_cache, found._prefetch_done = rows, True
    instance.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


def write(row: Model, *names: str) -> None:
    """Write some fields of a stored row."""
    sql, fields = _update(type(row), names)
    values = [each.get_db_prep_save(getattr(row, each.attname), connection) for each in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])


@lru_cache(maxsize=256)
def _update(model: type[Model], names: tuple[str, ...]) -> tuple[str, list[Any]]:
    quoted, meta = connection.ops.quote_name, model._meta
    fields = [meta.get_field(name) for name in names]
    changes = ", ".join(f"{quoted(each.column)} = %s" for each in fields)
    table, key = quoted(meta.db_table), quoted(meta.pk.column)
    return f"UPDATE {table} SET {changes} WHERE {key} = %s", fields  # noqa: S608  names of ours


def add(rows: Sequence[Model]) -> None:
    """Store new rows of one model, in one statement; each then knows its key."""
    if not rows:
        return
    head, places, tail, fields = _insert(type(rows[0]))
    values = [
        each.get_db_prep_save(each.pre_save(row, add=True), connection)
        for row in rows
        for each in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"{head} {', '.join([places] * len(rows))} {tail}", values)
        keys = cursor.fetchall()
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk, row._state.adding, row._state.db = key, False, connection.alias


@lru_cache(maxsize=64)
def _insert(model: type[Model]) -> tuple[str, str, str, list[Any]]:
    quoted, meta = connection.ops.quote_name, model._meta
    fields = [each for each in meta.local_concrete_fields if not each.primary_key]
    columns = ", ".join(quoted(each.column) for each in fields)
    places = ", ".join(["%s"] * len(fields))
    head = f"INSERT INTO {quoted(meta.db_table)} ({columns}) VALUES"
    return head, f"({places})", f"RETURNING {quoted(meta.pk.column)}", fields


def remove(model: type[Model], *, by: str, key: int) -> None:
    """Delete the rows that point to one; nothing may point to them."""
    quoted, meta = connection.ops.quote_name, model._meta
    table, column = quoted(meta.db_table), quoted(meta.get_field(by).column)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [key])  # noqa: S608
