"""How Alembic runs here: on the connection that `db.migrate` holds, inside its transaction."""

from alembic import context

from db.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # our own BEGIN is in force: a crash in the middle leaves the old file
    render_as_batch=True,
)
context.run_migrations()
