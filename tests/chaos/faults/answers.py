"""Answers are cut after the commit, and asked for again under the same key: one act, and the same answer."""

from tests.chaos.processes import until
from tests.chaos.proxy import Proxy
from tests.chaos.run import Run

CUTS_PER_DATABASE = 250
LONGEST_WAIT_S = 120.0


def cut_answers(run: Run) -> None:
    """The writers speak to the server through a proxy that breaks connections."""
    for share in run.shares(CUTS_PER_DATABASE):
        _cut(run, share)


def _cut(run: Run, share: int) -> None:
    proxies: list[Proxy] = []

    def through(port: int) -> int:
        proxies.append(Proxy(port, run.random))
        return proxies[-1].port

    with run.site(through=through) as site:
        (proxy,) = proxies
        until(lambda: proxy.cuts >= share, "the answers to cut", LONGEST_WAIT_S)
        proxy.whole = True
        run.injected(proxy.cuts)
        site.crew.rest()
        for deed in site.crew.deeds.since(0):
            first = proxy.swallowed.get(deed.key, (deed.created, deed.position))
            if first != (deed.created, deed.position):
                site.verdict.duplicated.add(f"{deed.key} was answered {first}, then {deed}")
    proxy.close()
