"""Tools of operators: failed messages, replay, backups, migrations, recovery."""
