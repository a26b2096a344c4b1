# shellcheck shell=bash
# Sourced by up.sh and down.sh: the processes of a folder, `dir`.
#
# All of them work in that folder, which is how a pid that the system has given to somebody else since is told apart.

say() { printf 'cluster: %s\n' "$*" >&2; }
die() {
  say "$*"
  exit 1
}

parse_dir() {
  if [[ $# != 2 || $1 != --dir || ! $2 ]]; then
    say "usage: $(basename "$0") --dir D"
    exit 2
  fi
  dir=$2
}

# start NAME COMMAND...: in the background, in a session of its own, with nothing of the user's environment: no
# credentials, no proxy.
start() {
  local name=$1
  shift
  setsid env -i PATH="$PATH" HOME="$dir" "$@" </dev/null >"log/$name.log" 2>&1 8<&- &
  echo "$! $name" >>pids
}

ours() { [[ $(readlink "/proc/$1/cwd" 2>/dev/null) == "$dir" ]]; }

processes() {
  local pid
  [[ ! -r $dir/pids ]] || while read -r pid _; do ! ours "$pid" || echo "$pid"; done <"$dir/pids"
}

all_alive() { [[ -s $dir/kubeconfig ]] && (($(processes | wc -l) == 4)); }

# wait_for NAME SECONDS COMMAND...: until the command succeeds; fails when the process ends or the time is over.
wait_for() {
  local name=$1 until=$((SECONDS + $2)) pid
  shift 2
  pid=$(sed -n "s/ $name\$//p" pids | tail -n 1)
  until "$@" >/dev/null 2>&1; do
    if ! kill -0 "$pid" 2>/dev/null || ((SECONDS > until)); then return 1; fi
    sleep 0.1
  done
}

fail() {
  tail -n 20 "log/$1.log" >&2
  die "$1 did not start; the end of its log is above"
}

# Ends all and removes all that up.sh made. Killed, not asked: there is no state to save.
take_down() {
  local pids pid
  mapfile -t pids < <(processes)
  for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do
    while kill -0 "$pid" 2>/dev/null && ours "$pid"; do sleep 0.05; done
  done
  rm -rf "$dir"/{etcd,etcd:0,peer:0,log,pki,egress.yaml,egress.sock,kubeconfig,controllers.kubeconfig,pids}
}
