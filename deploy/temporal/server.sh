# Temporal takes its password from the environment only: read it from the secret, then start as ever.
set -eu
POSTGRES_PWD="$(cat /run/secrets/temporal_password)"
export POSTGRES_PWD
[ -x /etc/temporal/entrypoint.sh ] || exec bash /etc/temporal/entrypoint.sh
exec /etc/temporal/entrypoint.sh
