"""Migrations of the project file, one module a version in `versions/`, run by Alembic inside one transaction."""
