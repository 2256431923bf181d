# Run once by the Postgres image when its volume is new: Temporal's role and its two databases.
set -eu
password="$(cat /run/secrets/temporal_password)"
psql -v ON_ERROR_STOP=1 -U postgres -d postgres -v password="$password" <<'SQL'
create role netral_temporal login password :'password';
create database temporal owner netral_temporal locale_provider builtin locale 'C.UTF-8' template template0;
create database temporal_visibility owner netral_temporal locale_provider builtin locale 'C.UTF-8' template template0;
SQL
