#!/usr/bin/env bash
# What the image does, by its first argument:
#   jobmanager                    a session cluster's job manager
#   taskmanager                   of whichever job manager FLINK_PROPERTIES names
#   application JOB.yaml [...]    a job manager with one job, which goes on from its newest checkpoint or savepoint in /data
#   anything else                 Thalweg's command line: broker, host, topics, run, …
# FLINK_PROPERTIES has further options of Flink, a line each: KEY: VALUE. JDK_JAVA_OPTIONS has those of the JVM.
set -euo pipefail

home=/opt/flink
conf="${FLINK_CONF_DIR:-$home/conf}"
# More native threads make small networks slower, not faster.
export FLINK_CONF_DIR="$conf" OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
jvm=("@$home/bin/java.args" -XX:-UsePerfData -Djava.awt.headless=true
  -Dorg.bytedeco.javacpp.cachedir=/tmp/javacpp -Dorg.bytedeco.javacpp.logger=slf4j)

options=()
while IFS= read -r line; do
  if [[ "$line" =~ ^[[:space:]]*([^:[:space:]]+):[[:space:]]*(.*[^[:space:]]) ]]; then
    options+=(-D "${BASH_REMATCH[1]}=${BASH_REMATCH[2]}")
  fi
done <<<"${FLINK_PROPERTIES:-}"

logging() {
  local given="$conf/log4j-console.properties"
  [[ -f "$given" ]] || given="$home/bin/log4j.properties"
  jvm+=("-Dlog4j.configurationFile=file:$given" "-Dlog.file=/tmp/log/$1.log")
}

# Flink's own code says how much memory a process is to have: sets $heap (flags of the JVM) and $sizes (options of Flink).
memory() {
  local said lines
  said="$(java "${jvm[@]}" -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    org.apache.flink.runtime.util.bash.BashJavaUtils "$1" --configDir "$conf" "${options[@]}" 2>&1)" || true
  mapfile -t lines < <(sed -n 's/^BASH_JAVA_UTILS_EXEC_RESULT://p' <<<"$said")
  if [[ ${#lines[@]} -ne 2 ]]; then
    printf '%s\n' "$said" >&2
    exit 1
  fi
  read -r -a heap <<<"${lines[0]}"
  read -r -a sizes <<<"${lines[1]}"
}

# ND4J may take what the task manager has off its heap; else JavaCPP would take the size of the heap for it.
native_bound() {
  local bytes
  bytes="$(sed -n 's/.*taskmanager\.memory\.task\.off-heap\.size=\([0-9]*\)b.*/\1/p' <<<"$*")"
  [[ -z "$bytes" ]] || jvm+=("-Dorg.bytedeco.javacpp.maxbytes=$bytes")
}

job_manager() {
  local main=$1 log=$2
  shift 2
  memory GET_JM_RESOURCE_PARAMS
  logging "$log"
  exec java "${jvm[@]}" "${heap[@]}" "$main" --configDir "$conf" "${sizes[@]}" "${options[@]}" "$@"
}

task_manager() {
  memory GET_TM_RESOURCE_PARAMS
  native_bound "${sizes[*]}"
  logging taskmanager
  exec java "${jvm[@]}" "${heap[@]}" org.apache.flink.runtime.taskexecutor.TaskManagerRunner --configDir "$conf" "${sizes[@]}" "${options[@]}"
}

# Flink writes the metadata last, so a folder that has them is complete. A job that was stopped leaves a savepoint only.
newest_state() {
  find /data/checkpoints /data/savepoints \( -path '*/chk-*/_metadata' -o -path '*/savepoint-*/_metadata' \) -printf '%T@ %h\n' 2>/dev/null | sort -n | tail -n 1 | cut -d ' ' -f 2- || true
}

application() {
  local state from=()
  state="$(newest_state)"
  if [[ -n "$state" ]]; then
    printf 'goes on from %s\n' "$state"
    from=(--fromSavepoint "file://$state")
  fi
  # Checkpoints are Flink's to delete when it needs them no more; savepoints are somebody's.
  [[ "$state" != /data/savepoints/* ]] || options+=(-D execution.state-recovery.claim-mode=NO_CLAIM)
  job_manager org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint application \
    --job-classname io.thalweg.jobs.cluster.SubmittedJob "${from[@]}" "$@"
}

# On Kubernetes Flink itself starts the task managers, and has computed their memory.
kubernetes_task_manager() {
  native_bound "$*"
  logging taskmanager
  # shellcheck disable=SC2086 # options are words
  exec java "${jvm[@]}" ${FLINK_TM_JVM_MEM_OPTS:-} org.apache.flink.kubernetes.taskmanager.KubernetesTaskExecutorRunner --configDir "$conf" "$@"
}

if [[ "$0" == *kubernetes-taskmanager.sh ]]; then
  kubernetes_task_manager "$@"
fi
role="${1:-}"
case "$role" in
  jobmanager)
    job_manager org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint jobmanager --executionMode cluster
    ;;
  taskmanager) task_manager ;;
  application) application "${@:2}" ;;
  kubernetes-application)
    job_manager org.apache.flink.kubernetes.entrypoint.KubernetesApplicationClusterEntrypoint application "${@:2}"
    ;;
  kubernetes-session)
    job_manager org.apache.flink.kubernetes.entrypoint.KubernetesSessionClusterEntrypoint jobmanager "${@:2}"
    ;;
  bash) exec "$@" ;;
  *) exec java "${jvm[@]}" -XX:+UseSerialGC -Dlog4j.configurationFile=thalweg-log4j2.xml -Dthalweg.log=/tmp/log/thalweg.log \
    io.thalweg.jobs.cli.Thalweg "$@" ;;
esac
