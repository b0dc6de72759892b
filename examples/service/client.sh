#!/bin/sh
# Asks a running service with curl (7.76 or later):
#
#   client.sh ready
#   client.sh evaluate REQUEST.json
#   client.sh stream POLICY DAY < INVOICES.ndjson
#   client.sh check POLICY.yaml
#
# DUNNING_URL says where it is (otherwise http://127.0.0.1:8700), DUNNING_TOKEN_FILE which file holds the token, where one is
# asked for. What the service answers is printed, a problem too; the exit code is 0 only if the request was carried out.
set -eu

url=${DUNNING_URL:-http://127.0.0.1:8700}
token=${DUNNING_TOKEN_FILE:+"header = \"Authorization: Bearer $(cat "$DUNNING_TOKEN_FILE")\""}

# The token is told through a file that is open: the list of processes, which everybody may read, does not show it.
ask() {
  curl --silent --show-error --fail-with-body --connect-timeout 5 --config /dev/fd/3 "$@" 3<<END
$token
END
}

case "${1:-}" in
ready)
  ask "$url/readyz"
  ;;
evaluate)
  ask --max-time 30 --header 'Content-Type: application/json' --data-binary "@$2" "$url/v1/evaluate"
  ;;
stream)
  # --upload-file reads and sends piece by piece, and prints the answers while it sends.
  ask --no-buffer --request POST --upload-file - --header 'Content-Type: application/x-ndjson' --header 'Expect:' \
    "$url/v1/evaluate/stream?policy=$2&as_of=$3"
  ;;
check)
  ask --max-time 30 --header 'Content-Type: application/yaml' --data-binary "@$2" "$url/v1/check?file=$(basename "$2")"
  ;;
*)
  sed -n 's/^#   //p' "$0" >&2
  exit 2
  ;;
esac
