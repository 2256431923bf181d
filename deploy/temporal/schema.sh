# Temporal's own tables. Safe to run again on a kept volume: an update first, a set-up only if the
# database is empty.
set -eu
SQL_PASSWORD="$(cat /run/secrets/temporal_password)"
export SQL_PASSWORD
for pair in temporal:temporal temporal_visibility:visibility; do
  database="${pair%%:*}"
  schema="/etc/temporal/schema/postgresql/v12/${pair##*:}/versioned"
  tool="temporal-sql-tool --plugin postgres12 --ep postgres --port 5432 --user netral_temporal --db $database"
  if ! $tool update-schema -d "$schema"; then
    $tool setup-schema -v 0.0
    $tool update-schema -d "$schema"
  fi
done
