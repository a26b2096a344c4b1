#!/usr/bin/env bash
# certificates.sh FOLDER: an authority of this cluster's own and what it signs. The keys never leave the folder.
set -euo pipefail
mkdir -p "$1"
cd "$1"

# Elliptic curves: a key in a millisecond.
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }

# leaf NAME SUBJECT EXTENSION...
leaf() {
  local name=$1 subject=$2
  shift 2
  key "$name"
  openssl req -new -key "$name.key" -subj "$subject" |
    openssl x509 -req -days 365 -CA ca.crt -CAkey ca.key -CAcreateserial -extfile <(printf '%s\n' "$@") \
      -out "$name.crt" 2>/dev/null
}

key ca
openssl req -x509 -new -key ca.key -subj '/CN=opta sandbox' -days 365 -out ca.crt
# 10.96.0.1 is the first address of the services' range, as which a cluster calls its API server.
names=IP:127.0.0.1,IP:10.96.0.1,DNS:localhost,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local
leaf apiserver /CN=kube-apiserver extendedKeyUsage=serverAuth subjectAltName=$names
leaf admin /O=system:masters/CN=admin extendedKeyUsage=clientAuth
leaf controllers /CN=system:kube-controller-manager extendedKeyUsage=clientAuth
leaf aggregator /CN=front-proxy-client extendedKeyUsage=clientAuth
# Signs the tokens of service accounts.
key accounts
openssl ec -in accounts.key -pubout -out accounts.pub 2>/dev/null
