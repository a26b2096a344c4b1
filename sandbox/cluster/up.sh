#!/usr/bin/env bash
# Starts a Kubernetes control plane and a stand-in for its nodes on loopback, and prints the path of its kubeconfig.
# Builds the programs where they are not at hand: see build.sh.
#
#   up.sh --dir D      D must be missing, empty, or of an earlier up.sh. Already up is fine; half up is begun anew.
#
# D/kubeconfig is the administrator's, D/pids lists "pid start-time name" of each process, D/log has what each says.
# down.sh ends it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=/dev/null
source "$here/processes.sh"

main() {
  local started=$SECONDS
  parse_dir "$@"
  check_tools
  local programs
  programs=$(bash "$here/build.sh")

  mkdir -p "$dir"
  dir=$(cd "$dir" && pwd -P)
  [[ -e $dir/pids || -z $(ls -A "$dir") ]] || die "$dir has files of somebody else"
  exec 8<"$dir" && flock 8 # One at a time in this folder.
  if all_alive; then
    answers || die 'all of it runs, and it does not answer; down.sh ends it'
    say 'is up already'
    echo "$dir/kubeconfig"
    return
  fi
  [[ ! -s $dir/pids ]] || say "what ran before is broken ($(ended) ended) and goes with all that was in it; a new one starts"
  take_down
  trap give_up EXIT
  end_at_signals

  umask 077 # Keys, and the store with everybody's secrets.
  mkdir "$dir/log"
  : >"$dir/pids"
  cd "$dir"
  bash "$here/certificates.sh" pki
  write_egress
  start_etcd
  start_apiserver
  start_controllers
  start_nodes

  trap - EXIT
  say "is up after $((SECONDS - started)) s"
  echo "$dir/kubeconfig"
}

give_up() {
  local status=$?
  say 'did not come up'
  take_down
  exit "$status"
}

check_tools() {
  local tool missing=()
  for tool in curl flock node openssl setsid; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  ((${#missing[@]} == 0)) || die "not found: ${missing[*]} (Debian's package for node is nodejs)"
}

# What the API server dials for the cluster (webhooks, aggregated APIs, kubelets) has addresses that nobody owns. It all
# goes to the stand-in, so that no packet leaves this machine.
write_egress() {
  cat >egress.yaml <<'YAML'
apiVersion: apiserver.k8s.io/v1beta1
kind: EgressSelectorConfiguration
egressSelections:
- name: cluster
  connection: {proxyProtocol: HTTPConnect, transport: {uds: {udsName: egress.sock}}}
YAML
}

# On sockets in the folder instead of ports: no port to find, and nobody else reads the store. "etcd:0" is the name of
# a file.
start_etcd() {
  start etcd "$programs/etcd" --name sandbox --data-dir etcd --unsafe-no-fsync --logger zap --log-level warn \
    --listen-client-urls unix://etcd:0 --advertise-client-urls unix://etcd:0 \
    --listen-peer-urls unix://peer:0 --initial-advertise-peer-urls unix://peer:0 --initial-cluster sandbox=unix://peer:0
  wait_for etcd 30 curl -fsS --noproxy '*' --unix-socket etcd:0 http://etcd/health || fail etcd
}

start_apiserver() {
  local port attempt additional=()
  if [[ $("$programs/kube-apiserver" --version) == *+debian.1.20.* ]]; then
    # Versions that Kubernetes removed since, as far as nothing in the server itself lives on them.
    additional=(--runtime-config="$(sed 's|$|=false|' "$here/removed-apis.txt" | paste -sd,)")
    additional+=(--feature-gates=HPAContainerMetrics=true) # Always on in Kubernetes since 1.30; our chart uses it.
  fi
  for attempt in 1 2 3; do
    port=$(free_port)
    write_kubeconfig kubeconfig admin "$port"
    write_kubeconfig controllers.kubeconfig controllers "$port"
    # Stores JSON, as the fields that the recipe adds have no protobuf.
    start kube-apiserver "$programs/kube-apiserver" --etcd-servers=unix://etcd:0 --storage-media-type=application/json \
      --bind-address=127.0.0.1 --secure-port="$port" --advertise-address=127.0.0.1 --endpoint-reconciler-type=none \
      --cert-dir=pki --tls-cert-file=pki/apiserver.crt --tls-private-key-file=pki/apiserver.key \
      --client-ca-file=pki/ca.crt \
      --service-account-issuer=https://kubernetes.default.svc --service-account-key-file=pki/accounts.pub \
      --service-account-signing-key-file=pki/accounts.key --service-cluster-ip-range=10.96.0.0/16 \
      --authorization-mode=Node,RBAC --allow-privileged=true --enable-admission-plugins=NodeRestriction \
      --requestheader-client-ca-file=pki/ca.crt --requestheader-allowed-names=front-proxy-client \
      --requestheader-username-headers=X-Remote-User --requestheader-group-headers=X-Remote-Group \
      --requestheader-extra-headers-prefix=X-Remote-Extra- --enable-aggregator-routing=true \
      --proxy-client-cert-file=pki/aggregator.crt --proxy-client-key-file=pki/aggregator.key \
      --egress-selector-config-file=egress.yaml --profiling=false "${additional[@]}"
    if wait_for kube-apiserver 60 ask /readyz; then return; fi
    # Somebody may have taken the port between our look and the server's.
    grep -q 'address already in use' log/kube-apiserver.log || break
    say "port $port was taken meanwhile (attempt $attempt)"
  done
  fail kube-apiserver
}

start_controllers() {
  local additional=()
  if [[ $("$programs/kube-controller-manager" --version) == *+debian.1.20.* ]]; then
    additional=(--port=0) # Its second, unprotected port, which later versions do not have.
  fi
  # What needs a cloud or a real volume stays off. Each controller with its own account, or RBAC refuses half of them.
  start kube-controller-manager "$programs/kube-controller-manager" --kubeconfig=controllers.kubeconfig \
    --secure-port=0 "${additional[@]}" --leader-elect=false --use-service-account-credentials=true \
    --kube-api-content-type=application/json --kube-api-qps=200 --kube-api-burst=400 \
    --service-account-private-key-file=pki/accounts.key --root-ca-file=pki/ca.crt \
    --cluster-signing-cert-file=pki/ca.crt --cluster-signing-key-file=pki/ca.key \
    --controllers='*,-service,-cloud-node-lifecycle,-route,-ttl,-attachdetach' --profiling=false
  # The account that every pod needs is made by one of the controllers, once they work.
  wait_for kube-controller-manager 60 ask /api/v1/namespaces/default/serviceaccounts/default ||
    fail kube-controller-manager
}

start_nodes() {
  start fakelet node "$here/fakelet.js" "$(server)" pki egress.sock
  wait_for fakelet 20 ask /api/v1/nodes/node-3/status || fail fakelet
}

write_kubeconfig() {
  local file=$1 user=$2 port=$3
  cat >"$file" <<YAML
apiVersion: v1
kind: Config
current-context: opta-sandbox
clusters:
- name: opta-sandbox
  cluster:
    server: https://127.0.0.1:$port
    certificate-authority-data: $(base64 -w0 pki/ca.crt)
users:
- name: $user
  user:
    client-certificate-data: $(base64 -w0 "pki/$user.crt")
    client-key-data: $(base64 -w0 "pki/$user.key")
contexts:
- name: opta-sandbox
  context: {cluster: opta-sandbox, user: $user}
YAML
}

server() { sed -n 's/^ *server: //p' kubeconfig; }

ask() {
  curl -fsS --noproxy '*' --max-time 5 --cacert pki/ca.crt --cert pki/admin.crt --key pki/admin.key "$(server)$1"
}

answers() {
  local attempt
  for attempt in 1 2 3 4; do
    if (cd "$dir" && ask /readyz) >/dev/null 2>&1; then return; fi
    say "waiting for its answer ($attempt)"
    sleep 1
  done
  return 1
}

free_port() {
  node -e 'const server = require("net").createServer().listen(0, "127.0.0.1", () => {
    console.log(server.address().port);
    server.close();
  })'
}

main "$@"
