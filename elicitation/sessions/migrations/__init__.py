"""How the tables of every released version become those of this one, by Alembic."""
