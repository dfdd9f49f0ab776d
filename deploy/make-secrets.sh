#!/bin/sh
# Makes the secrets that docker-compose.yml reads, in deploy/secrets. Those that are there already stay.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
chmod 700 secrets
for name in clickhouse-password keys-token grafana-password; do
  [ -s "secrets/$name" ] && continue
  # Readable for the containers' users, which are not ours; the folder lets in nobody else.
  (umask 022 && head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >"secrets/$name")
  echo "made deploy/secrets/$name"
done
