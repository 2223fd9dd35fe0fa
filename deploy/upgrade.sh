#!/bin/sh
# Renew the servers of compose.yaml one after the other: whoever is in the middle of a reply gets all
# of it, and whoever comes finds a server. Build or pull the new image first.
set -eu
cd "$(dirname "$0")/.."
for server in app-1 app-2; do
    # The old one refuses what is new, and ends when its replies have, within DRAIN_S.
    docker compose up --detach --no-deps --wait "$server"
done
