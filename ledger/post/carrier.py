"""Carries parcels over HTTP to the installations that have an address, and brings their answers.

One thread goes round. It calls at once where something new waits, again and again with growing pauses where nobody
answers, and now and then for nothing, so that an installation which cannot be called itself hears what waits for it.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from ledger.identifiers import InstallationId
from ledger.post.abroad import PostAbroad
from ledger.post.line import Line, Unreachable
from ledger.refusals import Refused
from ledger.storage.store import StoreUnavailable

LOOK_SECONDS = 2.0
"""How often to look whether something new waits, which another process may have sent."""
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 300.0
"""Pauses double from the first to the longest while an installation does not answer."""
CALL_SECONDS = 60.0
"""How often an installation is called without anything to bring."""
MOST_ROUNDS = 50
"""Parcels to and fro in one call."""

log = logging.getLogger(__name__)


class Called(NamedTuple):
    """How the last call went, and when the next is due, by the clock that only moves forwards."""

    at: float
    pause: float
    """0 where it was answered."""

    @classmethod
    def failed(cls, before: "Called | None") -> "Called":
        """A call that was not answered."""
        pause = 2 * before.pause if before is not None and before.pause else FIRST_PAUSE_SECONDS
        return cls(time.monotonic(), min(pause, LONGEST_PAUSE_SECONDS))


class Carrier:
    """Calls other installations."""

    def __init__(self, abroad: PostAbroad, send: "Callable[[str, bytes], bytes] | None" = None) -> None:
        self._abroad = abroad
        self._line = Line()
        self._send = send or self._line.post
        self._calls: dict[InstallationId, Called] = {}
        self._changed = threading.Condition()
        self._woken = False
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="carrier", daemon=True)

    def open(self) -> None:
        """Begin to carry."""
        self._thread.start()

    def close(self) -> None:
        """End the call under way, whose messages then go with the next one."""
        self._line.cut()
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()

    def wake(self) -> None:
        """Something new waits for another installation."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._woken or self._closing, LOOK_SECONDS)
                self._woken = False
                if self._closing:
                    return
            try:
                self.go_round()
            except StoreUnavailable:
                continue
            except Exception as error:  # noqa: BLE001 - the carrier outlives its mistakes
                log.error("a round of the carrier failed: %s", type(error).__name__)

    def go_round(self) -> None:
        """Call whoever something waits for, or who was not called for long. Raises StoreUnavailable."""
        for installation, address in self._abroad.addresses():
            if self._closing:
                return
            if self._is_due(installation):
                self._call(installation, address)

    def _is_due(self, installation: InstallationId) -> bool:
        last = self._calls.get(installation)
        if last is None:
            return True
        since = time.monotonic() - last.at
        if last.pause:
            return since >= last.pause
        return since >= CALL_SECONDS or self._abroad.waits(installation)

    def _call(self, installation: InstallationId, address: str) -> None:
        before = self._calls.get(installation)
        try:
            self.exchange(installation, address)
        except (Unreachable, Refused) as trouble:
            self._calls[installation] = Called.failed(before)
            # The sentences of refusals name nobody, and what another installation wrote is not repeated.
            log.warning("%s could not be called: %s", installation, trouble)
        else:
            self._calls[installation] = Called(time.monotonic(), 0.0)

    def exchange(self, installation: InstallationId, address: str) -> None:
        """Hand over what waits, and take in what comes back, until neither side has anything more to say.

        Raises Unreachable, StoreUnavailable, or why what came back is not believed.
        """
        parcel, _ = self._abroad.out(installation)
        for _ in range(MOST_ROUNDS):
            if self._closing:
                return
            came = self._abroad.take_in(self._send(address, parcel))
            # What was sent and not receipted is not sent again at once: the other side cannot take it in now.
            if not came.wants_answer and not (came.receipted and came.waiting):
                return
            parcel = came.answer
