"""Fold again what a merge or a package brought: the rows and heads of some entities, from all that the log says."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from db import events, rows, schema
from db.events import Event


def refold(connection: Connection, entities: Iterable[str]) -> None:
    """Give these entities the rows and the heads that the log gives them."""
    told: list[tuple[str, Event]] = []
    for some in rows.in_portions(entities):
        query = select(schema.event).where(schema.event.c.entity.in_(some))
        told += [(id_, Event(*fields)) for id_, *fields in connection.execute(query)]
        connection.execute(delete(schema.head).where(schema.head.c.entity.in_(some)))
    if heads := events.heads(dict(told)):
        connection.execute(insert(schema.head), [{"entity": of, "event": id_} for of, id_ in sorted(heads)])
    state = events.fold(event for _, event in told)
    for table in schema.FOLDED:
        if state[table.name]:
            statement = upsert(table)
            news = {column.name: statement.excluded[column.name] for column in table.c if column.name != "id"}
            statement = statement.on_conflict_do_update(index_elements=["id"], set_=news or {"id": table.c.id})
            connection.execute(statement, list(state[table.name].values()))
