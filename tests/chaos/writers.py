"""Eight writers: HTTP clients that send until they are answered, each act under a key and a reference of its own.

A writer whose connection breaks, or who is told that the ledger cannot serve, sends the same act again under the same
key. So when a writer rests, every act that it ever began was acknowledged, once.
"""

import threading
import time
from collections.abc import Callable, Sequence
from itertools import count
from random import Random
from typing import NamedTuple

from tests.chaos.acts import Act, Acts, Shared
from tests.chaos.asking import Json, Line, Unanswered
from tests.chaos.deeds import Deed, Deeds
from tests.chaos.processes import Silent, until
from tests.chaos.world import REGISTRAR, World

WRITERS = 8
PATIENCE_S = 0.02
"""Between two tries of the same act."""
LONGEST_PAUSE_S = 0.006
"""Between two acts, at most: so that a machine of two cores has time for both sides."""
REPEATED = 0.05
"""How many acts are sent once more although they were acknowledged."""
BY_NUMBER = 0.3
"""How many streams have one key for all their lines."""
UNAVAILABLE = frozenset({503, 504})
COMMIT_UNKNOWN = "/problems/commit-unknown"


class Dismissed(Exception):  # noqa: N818 - nobody sees it
    """The crew ends in the middle of an act."""


class Crew:
    """All writers together."""

    def __init__(self, world: World, ports: Sequence[int], seed: str, registrations: int = 6) -> None:
        self.deeds = Deeds()
        self.turned_away = 0
        """Answers that said that the ledger cannot serve now."""
        self.slowest_s = 0.0
        """The longest that any of these took."""
        self._go = threading.Event()
        self._dismissed = threading.Event()
        shared = Shared(world, registrations)
        self._writers = [
            Writer(self, shared, Random(f"{seed}/writer {number}"), number, ports[number % len(ports)])
            for number in range(WRITERS)
        ]
        for writer in self._writers:
            writer.start()

    def go(self) -> None:
        """Let all write."""
        for writer in self._writers:
            writer.rests.clear()
        self._go.set()

    def rest(self, seconds: float = 60.0) -> None:
        """Wait until each writer's act is acknowledged, and let none begin another. Raises Silent."""
        self._go.clear()
        end = time.monotonic() + seconds
        for writer in self._writers:
            if writer.is_alive() and not writer.rests.wait(max(0.0, end - time.monotonic())):
                raise Silent(f"{writer.doing} was not answered within {seconds:.0f} s, the faults being over")

    def until_turned_away(self, do: Callable[[], None]) -> None:
        """Do something, and wait until a writer is told that the ledger cannot serve now. Raises Silent."""
        before = self.turned_away
        do()
        until(lambda: self.turned_away > before, "nobody was turned away")

    def dismiss(self) -> None:
        """End all, also in the middle of an act."""
        self._dismissed.set()
        self._go.set()
        for writer in self._writers:
            writer.join()

    def works_on(self, rests: threading.Event) -> bool:
        """Wait until there is work; false at the end."""
        if not self._go.is_set():
            rests.set()
            self._go.wait()
        return not self._dismissed.is_set()

    def wait(self, seconds: float) -> None:
        """A writer's patience. Raises Dismissed."""
        if self._dismissed.wait(seconds):
            raise Dismissed


class Said(NamedTuple):
    """What an act was answered."""

    created: str
    position: str
    replayed: bool


class _Stream:
    """A stream of lines while it is sent, perhaps several times."""

    def __init__(self, act: Act, keys: list[str]) -> None:
        self.act = act
        self.keys = keys
        self.waiting = set(range(len(keys)))
        """Places of the lines that were not answered yet."""
        self.answered: dict[int, Said] = {}
        self.may_be_recorded: set[int] = set()


class Writer(threading.Thread):
    """One client, with its own connections and its own chance."""

    def __init__(self, crew: Crew, shared: Shared, random: Random, number: int, port: int) -> None:
        super().__init__(name=f"writer-{number}", daemon=True)
        self.rests = threading.Event()
        self.doing = ""
        self._crew = crew
        self._random = random
        self._port = port
        self._lines: dict[str, Line] = {}
        self._keys = (f"{number}-{n}" for n in count())
        self._acts = Acts(shared, random, number)

    def run(self) -> None:
        try:
            while self._crew.works_on(self.rests):
                act = self._acts.next()
                self.doing = act.path
                if act.lines:
                    self._send_stream(act)
                else:
                    self._send_one(act)
                self._crew.wait(self._random.uniform(0, LONGEST_PAUSE_S))
        except Dismissed:
            pass
        except Exception as error:
            self._crew.deeds.surprise(f"a writer stopped at {self.doing}: {type(error).__name__}: {error}")
            raise
        finally:
            self.rests.set()
            for line in self._lines.values():
                line.close()

    def _send_one(self, act: Act) -> None:
        key = next(self._keys)
        said = self._until_answered(act, key)
        if said is None:
            return
        self._note(act, key, said)
        if self._random.random() < REPEATED:
            again = self._until_answered(act, key, may_be_recorded=True)
            if again != said._replace(replayed=True):
                self._crew.deeds.surprise(f"{act.path}: the repeat of {said} was answered {again}")

    def _until_answered(self, act: Act, key: str, *, may_be_recorded: bool = False) -> Said | None:
        while True:
            asked = time.monotonic()
            try:
                told = self._line(act).post(act.path, act.body, key)
            except Unanswered:
                may_be_recorded = True
                self._crew.wait(PATIENCE_S)
                continue
            if told.status in UNAVAILABLE:
                may_be_recorded = self._turned_away(told.body) or may_be_recorded
                self._crew.slowest_s = max(self._crew.slowest_s, time.monotonic() - asked)
                self._crew.wait(PATIENCE_S)
                continue
            if told.status != 201:
                self._refused(act, told.status, told.body)
                return None
            said = Said(told.body["id"], told.body["position"], "idempotency-replayed" in told.headers)
            if said.replayed and not may_be_recorded:
                self._crew.deeds.surprise(f"{act.path}: was recorded although it was said that nothing was")
            return said

    def _turned_away(self, problem: Json) -> bool:
        """The ledger cannot serve now; whether it may have recorded the act nevertheless."""
        self._crew.turned_away += 1
        return bool(problem.get("type") == COMMIT_UNKNOWN)

    def _send_stream(self, act: Act) -> None:
        """Under keys of their own, only the lines that were not answered are sent again; else the whole stream is."""
        shared = next(self._keys) if self._random.random() < BY_NUMBER else None
        stream = _Stream(
            act, [f"{shared}/{n}" if shared else next(self._keys) for n in range(len(act.lines))]
        )
        while stream.waiting:
            places = [n for n in range(len(act.lines)) if shared or n in stream.waiting]
            bodies = [
                act.lines[n].body | ({} if shared else {"idempotency_key": stream.keys[n]}) for n in places
            ]
            unheard = set(places)
            try:
                for told in self._line(act).stream(act.path, bodies, shared):
                    if "line" in told:
                        place = places[told["line"] - 1]
                        unheard.discard(place)
                        self._hear_line(stream, place, told)
                    elif told["status"] in UNAVAILABLE:
                        unheard.clear()
                    else:
                        self._refused(act, told["status"], told["problem"])
                        return
            except Unanswered:
                pass
            stream.may_be_recorded |= unheard
            if stream.waiting:
                self._crew.wait(PATIENCE_S)

    def _hear_line(self, stream: "_Stream", place: int, told: Json) -> None:
        act, key = stream.act.lines[place], stream.keys[place]
        if told["status"] in UNAVAILABLE:
            if self._turned_away(told["problem"]):
                stream.may_be_recorded.add(place)
            return
        said = None
        if told["status"] == 201:
            said = Said(told["id"], told["position"], told.get("replayed", False))
        if place not in stream.waiting:
            earlier = stream.answered.get(place)
            if said != (earlier and earlier._replace(replayed=True)):
                self._crew.deeds.surprise(f"{act.path}: the repeat of {earlier} was answered {said}")
            return
        stream.waiting.remove(place)
        if said is None:
            self._refused(act, told["status"], told["problem"])
            return
        if said.replayed and place not in stream.may_be_recorded:
            self._crew.deeds.surprise(f"{act.path}: was recorded although it was said that nothing was")
        stream.answered[place] = said
        self._note(act, key, said)

    def _note(self, act: Act, key: str, said: Said) -> None:
        account = act.account.account if act.account else ""
        self._crew.deeds.note(
            Deed(key, act.kind, account, said.position, said.created, act.amount_minor, act.reference)
        )
        if act.then is not None:
            act.then(said.created)

    def _refused(self, act: Act, status: int, problem: Json) -> None:
        if act.may_be_refused is None or problem.get("type") != act.may_be_refused:
            self._crew.deeds.surprise(f"{act.path}: {status} {problem.get('type')}")

    def _line(self, act: Act) -> Line:
        secret = act.account.secret if act.account else REGISTRAR
        if secret not in self._lines:
            self._lines[secret] = Line(self._port, secret)
        return self._lines[secret]
