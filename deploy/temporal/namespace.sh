# The namespace of the workflows; kept as it is if it is there already.
set -eu
# passthrough: on a network without a way out, gRPC's own look-ups would wait for ever.
address=passthrough:///temporal:7233
tries=60
until temporal operator cluster health --address "$address" >/dev/null 2>&1; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || { echo "Temporal does not answer at $address" >&2; exit 1; }
  sleep 1
done
temporal operator namespace describe --namespace default --address "$address" >/dev/null 2>&1 ||
  temporal operator namespace create --namespace default --retention 90d --address "$address"
