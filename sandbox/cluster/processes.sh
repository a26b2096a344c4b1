# shellcheck shell=bash
# Sourced by up.sh and down.sh: the processes of a folder, `dir`.
#
# A pid that the system has given to somebody else since is told apart by the time at which its process started, and by
# the folder: all of ours work in `dir`.

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
  trap 'ended_by=130' INT # Not between a start and its record.
  trap 'ended_by=143' TERM
  setsid env -i PATH="$PATH" HOME="$dir" "$@" </dev/null >"log/$name.log" 2>&1 8<&- &
  echo "$! $(start_time $!) $name" >>pids
  end_at_signals
  [[ ! ${ended_by-} ]] || exit "$ended_by"
}

end_at_signals() {
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# field PID NUMBER: of what the system says of a process, counted from its state; "gone" when there is none.
field() {
  local stat fields
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || stat=
  read -ra fields <<<"${stat##*) }" # The name before the bracket may hold spaces.
  echo "${fields[$2]:-gone}"
}

# In ticks since the machine started.
start_time() { field "$1" 19; }

# ours PID START_TIME
ours() { [[ $(start_time "$1") == "$2" && $(readlink "/proc/$1/cwd" 2>/dev/null) == "$dir" ]]; }

# Whether something of a killed process is there. The first of its threads may be a zombie while others have yet to
# close its port.
lingers() {
  local threads=("/proc/$1/task"/*)
  [[ $(start_time "$1") == "$2" ]] && { [[ $(field "$1" 0) != [ZX] ]] || ((${#threads[@]} > 1)); }
}

# The lines of `pids` whose process is there.
processes() {
  local pid start name
  [[ ! -r $dir/pids ]] || while read -r pid start name; do
    ! ours "$pid" "$start" || echo "$pid $start $name"
  done <"$dir/pids"
}

# The names of those that have ended.
ended() { comm -23 <(sed 's/.* //' "$dir/pids" | sort -u) <(processes | sed 's/.* //' | sort -u) | paste -sd' '; }

all_alive() { [[ -s $dir/kubeconfig ]] && (($(processes | wc -l) == 4)); }

# wait_for NAME SECONDS COMMAND...: until the command succeeds; fails when the process ends or the time is over.
wait_for() {
  local name=$1 until=$((SECONDS + $2)) pid
  shift 2
  pid=$(sed -n "s/^\([0-9]*\) [0-9]* $name\$/\1/p" pids | tail -n 1)
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
  local lines line pid start
  mapfile -t lines < <(processes)
  for line in "${lines[@]}"; do kill -KILL "${line%% *}" 2>/dev/null || true; done
  for line in "${lines[@]}"; do
    read -r pid start _ <<<"$line"
    while lingers "$pid" "$start"; do sleep 0.05; done
  done
  rm -rf "$dir"/{etcd,etcd:0,peer:0,log,pki,egress.yaml,egress.sock,kubeconfig,controllers.kubeconfig,pids}
}
