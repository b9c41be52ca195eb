"""The real processes: who can reach them, and what happens when one dies."""

from __future__ import annotations

from urllib.request import urlopen

import psutil
import pytest

from tests.installation import Installation, wait_until

pytestmark = pytest.mark.stack


def listening(process: psutil.Process) -> set[tuple[str, int]]:
    family = [process, *process.children(recursive=True)]
    sockets = [socket for member in family for socket in member.net_connections(kind="inet")]
    return {socket.laddr[:2] for socket in sockets if socket.status == psutil.CONN_LISTEN}


@pytest.mark.parametrize("name", ["rasa", "actions", "web"])
def test_process_listens_on_its_port_of_loopback_and_nowhere_else(
    installation: Installation, name: str
) -> None:
    assert listening(installation.process(name)) == {("127.0.0.1", installation.ports[name])}


def test_rasa_sees_no_setting_but_the_address_of_the_action_server(installation: Installation) -> None:
    seen = installation.process("rasa").environ()
    assert seen["ACTIONS_URL"] == f"http://127.0.0.1:{installation.ports['actions']}/webhook"
    assert [name for name in seen if name.startswith(("VIABLE_", "PG", "DATABASE"))] == []


@pytest.mark.parametrize("name", ["rasa", "actions", "web"])
def test_process_that_was_killed_listens_again(installation: Installation, name: str) -> None:
    killed = installation.process(name).pid
    installation.kill(name)

    def is_back() -> bool:
        try:
            return installation.process(name).pid != killed
        except LookupError:
            return False

    wait_until(is_back)
    installation.wait_until_listening(name)
    with urlopen(f"{installation.url}/health", timeout=10) as answer:
        assert answer.status == 200
