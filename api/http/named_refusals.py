"""Which refusals a command may give, read from the code that gives them, so that the documentation is always whole.

Whatever class of refusals the command's functions name, or the functions that these name, is one that may come. The
reading errs on the side of naming too many; that none is missing is checked on every problem that a test provokes.
"""

import sys
from collections.abc import Iterator
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from ledger.command import Command
from ledger.context import RecordingContext
from ledger.refusals import Refused

_BEGINNINGS = ("reads", "decide", "gather")


@cache
def refusals_of(*commands: type[Command]) -> frozenset[type[Refused]]:
    """Every refusal that these commands may give."""
    found: set[type[Refused]] = set()
    done: set[Any] = set()
    waiting: list[tuple[FunctionType, type | None]] = [
        (getattr(command, name), command) for command in commands for name in _BEGINNINGS
    ]
    while waiting:
        function, owner = waiting.pop()
        if (function, owner) in done:
            continue
        done.add((function, owner))
        for name in _names(function.__code__):
            named = function.__globals__.get(name)
            if isinstance(named, type) and issubclass(named, Refused):
                found.add(named)
            elif isinstance(named, FunctionType):
                waiting.append((named, None))
            waiting.extend(_methods(name, function, owner))
    return frozenset(found)


def _names(code: CodeType) -> Iterator[str]:
    """All names of globals and attributes in a function, its comprehensions and inner functions."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _methods(
    name: str, function: FunctionType, owner: type | None
) -> Iterator[tuple[FunctionType, type | None]]:
    """Methods of this name: the command's own, the context's, and those of classes beside or imported by the caller."""
    beside = vars(sys.modules[function.__module__]).values()
    classes = {kind for kind in beside if isinstance(kind, type) and not issubclass(kind, Command)}
    for kind in (owner, RecordingContext, *classes):
        method = (
            getattr(kind, name, None) if kind is not None and kind.__module__.startswith("ledger.") else None
        )
        if isinstance(method, property):
            method = method.fget
        if isinstance(method, FunctionType):
            yield method, owner if kind is owner else None
