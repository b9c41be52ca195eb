"""The processes end even when the supervisor is killed and can end nobody any more."""

from __future__ import annotations

import subprocess

# Reads "+ group" and "- group" from a pipe that only the supervisor holds open. The pipe ends with the
# supervisor, however that ends; groups still known then are told to stop, and five seconds later made to.
# A shell, since it takes a megabyte and works wherever make does.
_SCRIPT = """
trap '' INT TERM HUP
groups=
while read -r sign group; do
    rest=
    for known in $groups; do [ "$known" = "$group" ] || rest="$rest $known"; done
    groups=$rest
    [ "$sign" = + ] && groups="$groups $group"
done
[ -n "$groups" ] || exit 0
for group in $groups; do kill -s TERM -- "-$group"; done
sleep 5
for group in $groups; do kill -s KILL -- "-$group"; done
"""


class Guard:
    """Knows the process groups that must not outlive this process."""

    def __init__(self) -> None:
        self._shell = subprocess.Popen(
            ["/bin/sh", "-c", _SCRIPT],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
            bufsize=1,
        )

    def watch(self, group: int) -> None:
        """The group ends when this process does."""
        self._tell("+", group)

    def forget(self, group: int) -> None:
        """The group has ended, and its number may come to mean another one."""
        self._tell("-", group)

    def close(self) -> None:
        """Nothing is guarded any more; groups that are still known are ended."""
        if self._shell.stdin is not None:
            self._shell.stdin.close()
        self._shell.wait()

    def _tell(self, sign: str, group: int) -> None:
        if self._shell.stdin is not None and self._shell.poll() is None:
            self._shell.stdin.write(f"{sign} {group}\n")
            self._shell.stdin.flush()
