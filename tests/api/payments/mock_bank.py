"""A bank on this machine, in a process of its own: the mock-bank package, over its own HTTP interface."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2

STARTING_SECONDS = 20.0

OURS = "NL41MOCK0000000001"
"""The account from which it pays whatever it is told to."""
CLOSED = "NL84MOCK0000000003"
"""A payment to this account is rejected: AC04."""
ELSEWHERE = "NL30MOCK0000000005"
"""An account at another bank."""


class MockBank:
    """What a treasurer can do with a bank, and what a test can ask of this one."""

    def __init__(self, address: str) -> None:
        self._http = httpx2.Client(base_url=address)

    def hand_in(self, file: str) -> dict[str, Any]:
        """Hand in a payment file; the bank's summary."""
        answer = self._http.post("/payments", content=file.encode())
        assert answer.status_code in {202, 422}, answer.text
        return dict(answer.json())

    def findings(self, file: str) -> str:
        """What the bank finds wrong with a file, which it only looks at."""
        answer = self._http.post("/_mock/validate", content=file.encode())
        assert answer.status_code == 200, answer.text
        return answer.text

    def collected(self, kind: str) -> list[bytes]:
        """The messages of a kind that wait; each is collected once."""
        answer = self._http.get("/_mock/mailbox", params={"type": kind})
        found = answer.json()
        messages = found if isinstance(found, list) else found["messages"]
        return [message["body"].encode() for message in messages]

    def wait_days(self, days: int) -> None:
        """Let the bank's clock run."""
        answer = self._http.post("/_mock/advance", params={"days": days})
        assert answer.status_code == 200, answer.text

    def set_account(self, account: str, **changes: Any) -> None:
        """Have the bank treat an account in another way."""
        answer = self._http.patch(f"/_mock/accounts/{account}", json=changes)
        assert answer.status_code == 200, answer.text


@contextmanager
def mock_bank(log: Path, now: datetime) -> Iterator[MockBank]:
    """A bank whose day begins at this moment, until the end of the block."""
    with log.open("wb") as written:
        command = [sys.executable, "-m", "mockbank", "--port", "0", "--clock", f"{now:%Y-%m-%dT%H:%M}"]
        process = subprocess.Popen(command, stdout=written, stderr=written)
        try:
            yield MockBank(_address(log))
        finally:
            process.terminate()
            process.wait(30)


def _address(log: Path) -> str:
    """Where the bank says that it listens."""
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until:
        found = re.search(r"http://127\.0\.0\.1:[0-9]+", log.read_text())
        if found is not None:
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"the bank did not start: {log.read_text()}")
