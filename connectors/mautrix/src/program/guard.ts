/**
 * The shell that stands between us and the bridge. It holds our end of a pipe as its input: when we end it, or end ourselves in whatever way, it asks
 * the bridge to stop, and ends it after ten seconds. It passes on the bridge's exit code.
 *
 * Before anything else it writes down its process group, in the file named first: a bridge that could not be found again must not run, since the next would
 * run beside it, on the same database.
 */
export const guardScript = `
(umask 077; echo "$$" >"$1") || exit 73
shift
exec 3<&0 </dev/null
"$@" 3<&- &
bridge=$!
(
  while read -r _ <&3; do :; done
  kill -TERM "$bridge"
  left=100
  while [ "$left" -gt 0 ] && kill -0 "$bridge"; do sleep 0.1; left=$((left - 1)); done
  kill -KILL "$bridge"
) >/dev/null 2>&1 &
watcher=$!
exec 3<&-
trap '' TERM INT HUP
wait "$bridge"
code=$?
kill -KILL "$watcher" 2>/dev/null
exit "$code"
`;
