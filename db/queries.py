"""Queries: what coders ask a lead about their own tags, and the answers.

An answer stands in the stream of the asking coder's reading, so that it goes where their tags go: into their package,
and into nobody else's."""

from sqlalchemy import select

from corpus.refused import Refused
from db import events, readings, rows, schema, sight
from db.coders import only_leads
from db.project import Project
from db.values import Answer, Coder, Tag


def answers(project: Project) -> dict[str, Answer]:
    """By the id of the tag, the answers to all that the viewer may see."""
    a, b, t = schema.answer.c, schema.body.c, schema.tag.c
    query = (
        select(a.tag, a.coder, b.words, a.created, t.reading)
        .join_from(schema.answer, schema.body, a.words == b.hash)
        .join(schema.tag, a.tag == t.id)
    )
    with project.read() as connection:
        hidden = sight.hidden(project, connection)
        return {
            tag: Answer(tag, coder, words or rows.ERASED, at)
            for tag, coder, words, at, reading in connection.execute(query)
            if reading not in hidden
        }


def answer(project: Project, actor: Coder, tag: Tag, words: str) -> None:
    """Answer what is asked with a tag; a later answer takes the place of an earlier one.

    Raises Refused: not a lead; no words; nothing is asked, or the tag was removed meanwhile."""
    only_leads(actor, "answer questions")
    if not words.strip():
        raise Refused("An answer needs words.")
    with project.write(actor.id) as action:
        found = rows.tags(action.connection, schema.tag.c.id == tag.id)
        if not found:
            raise Refused("This tag was removed meanwhile.")
        entity = f"{tag.id}.answer"
        before = events.state_of(action.connection, entity)
        if not found[0].query and before is None:
            raise Refused("Nothing is asked with this tag; its coder marks it first.")
        readings.not_erased(action, rows.readings(action.connection, schema.reading.c.id == tag.reading)[0])
        state = {"tag": tag.id, "document": tag.document, "coder": actor.id, "@words": action.body(words.strip())}
        action.append(tag.reading, "answer.give", entity, state)
