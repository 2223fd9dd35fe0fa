#!/usr/bin/env bash
# SQLAlchemy 2.1.9 on SQLite: a correlated subquery in the RETURNING of an UPDATE is written without the names of its tables.
#
# One would expect what the same UPDATE is on PostgreSQL, and the same EXISTS in a SELECT on SQLite: `key.key_id =
# turn.key_id`. The compiler leaves table names out of everything within RETURNING (SQLite of old took none there), the
# subquery included: `key_id = key_id` compares a column with itself, is always true, and nothing complains.
#
# Seen on 2026-11-29:
#   RETURNING turn_id, EXISTS (SELECT "key".key_id FROM "key" WHERE key_id = key_id AND revoked = ?) AS dead
#   of a turn whose key was not revoked: RETURNING says dead, SELECT says alive
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q sqlalchemy==2.1.9
"$folder/venv/bin/python" - <<'P'
import sys

from sqlalchemy import Column, Integer, MetaData, Table, create_engine, exists, insert, select, update

tables = MetaData()
key = Table("key", tables, Column("key_id", Integer, primary_key=True), Column("revoked", Integer))
turn = Table("turn", tables, Column("turn_id", Integer, primary_key=True), Column("key_id", Integer))
dead = exists(select(key.c.key_id).where(key.c.key_id == turn.c.key_id, key.c.revoked == 1).correlate(turn)).label("dead")
engine = create_engine("sqlite://")
with engine.begin() as connection:
    tables.create_all(connection)
    connection.execute(insert(key), [{"key_id": 1, "revoked": 0}, {"key_id": 2, "revoked": 1}])
    connection.execute(insert(turn), [{"turn_id": 7, "key_id": 1}])
    changing = update(turn).values(turn_id=7).returning(turn.c.turn_id, dead)
    words = " ".join(str(changing.compile(engine, compile_kwargs={"literal_binds": True})).split())
    print(words[words.index("RETURNING") :])
    returned = bool(connection.execute(changing).one().dead)
    selected = bool(connection.execute(select(dead).select_from(turn)).scalar_one())
told = {True: "dead", False: "alive"}
print(f"of a turn whose key was not revoked: RETURNING says {told[returned]}, SELECT says {told[selected]}")
sys.exit(0 if (returned, selected) == (True, False) else 1)
P
