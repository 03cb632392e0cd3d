#!/usr/bin/env bash
# Whether process 1 does what it is there for: its main class says what that is. (So not with docker run --init.)
set -euo pipefail

get() {
  exec 3<>"/dev/tcp/127.0.0.1/$1"
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
  cat <&3
}

main="$(tr '\0' ' ' </proc/1/cmdline)"
case "$main" in
  *TaskManagerRunner* | *KubernetesTaskExecutorRunner*) get 9249 / | grep -c '^flink_taskmanager_' ;;
  *ApplicationClusterEntry*) get 8081 /jobs/overview | grep -c '"state":"RUNNING"' ;;
  *SessionClusterEntry*) get 8081 /overview | grep -c '"taskmanagers"' ;;
  *'Thalweg broker'*) exec 3<>/dev/tcp/127.0.0.1/9092 ;;
esac
