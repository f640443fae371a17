"""What there is: the refusals that `ledger/` raises, each with its place, and the tests with the rules they name."""

import ast
import importlib
import inspect
import pkgutil
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]

IN_BRACKETS = re.compile(r"\(([A-Z]\d+(?:, [A-Z]\d+)*)\)")
"""How a refusal's docstring names its rules."""
LEADING = re.compile(r"[A-Z]\d+(?:,\s+[A-Z]\d+)*\b")
"""How a test's docstring names its rules: first thing in it."""


class Site(NamedTuple):
    """One statement that refuses: a `raise`, or a call to what does nothing but refuse."""

    refusals: tuple[str, ...]
    rules: tuple[str, ...]
    call: str
    """The function called; empty for a `raise`."""
    module: str
    path: str
    line: int
    column: int


class Test(NamedTuple):
    """One test, before its parameters are filled in."""

    node: str
    rules: frozenset[str]
    words: frozenset[str]
    """Every name that it mentions, in code or docstring."""


class Refusals(NamedTuple):
    """All refusals of the ledger."""

    sites: list[Site]
    slugs_twice: list[str]


def refusals() -> Refusals:
    """Import the whole ledger and look where it refuses. To be called in a process that is thrown away."""
    ledger = importlib.import_module("ledger")
    refused = importlib.import_module("ledger.refusals").Refused
    names = [found.name for found in pkgutil.walk_packages(ledger.__path__, "ledger.")]
    modules = {name: importlib.import_module(name) for name in names if not name.endswith("__main__")}
    sites = [found for module in modules.values() for found in _sites(module, refused)]
    slugs: dict[str, int] = {}
    for refusal in _below(refused):
        slugs[refusal.slug] = slugs.get(refusal.slug, 0) + 1
    return Refusals(sites, [slug for slug, times in slugs.items() if times > 1])


def modules_of_others() -> list[str]:
    """What is imported by now and may be imported beforehand, since no mutation touches it."""
    ours = ("ledger", "projections", "api", "tests", "__main__", "__mp_main__", "conftest")
    return [name for name in sys.modules if name.partition(".")[0] not in ours]


def tests(folder: Path) -> list[Test]:
    """All tests below a folder, by reading them."""
    return [test for path in sorted(folder.rglob("test_*.py")) for test in _tests_in(path)]


def statement(tree: ast.AST, line: int, column: int) -> ast.stmt:
    """The refusing statement at this place."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise | ast.Expr) and (node.lineno, node.col_offset) == (line, column):
            return node
    raise LookupError(f"nothing refuses at line {line}")


def _sites(module: ModuleType, refused: type) -> Iterator[Site]:
    path = Path(str(module.__file__))
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Raise):
            call, found = "", _raised(node, module, refused)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            call, found = _called(node.value, module, refused)
        else:
            continue
        if found:
            rules = [
                rule
                for one in found
                for group in IN_BRACKETS.findall(one.__doc__ or "")
                for rule in group.split(", ")
            ]
            yield Site(
                tuple(one.__name__ for one in found),
                tuple(dict.fromkeys(rules)),
                call,
                module.__name__,
                str(path.relative_to(ROOT)),
                node.lineno,
                node.col_offset,
            )


def _raised(node: ast.Raise, module: ModuleType, refused: type) -> list[type]:
    """The refusal that this statement raises, where it is one."""
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    found = getattr(module, raised.id, None) if isinstance(raised, ast.Name) else None
    return [found] if isinstance(found, type) and issubclass(found, refused) else []


def _called(node: ast.Call, module: ModuleType, refused: type) -> tuple[str, list[type]]:
    """The function called for nothing but its refusals, and these."""
    function = getattr(module, node.func.id, None) if isinstance(node.func, ast.Name) else None
    if not isinstance(function, FunctionType) or not function.__module__.startswith("ledger."):
        return "", []
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    home = sys.modules[function.__module__]
    raises = [inner for inner in ast.walk(tree) if isinstance(inner, ast.Raise)]
    return function.__name__, [found for inner in raises for found in _raised(inner, home, refused)]


def _below(kind: Any) -> Iterator[Any]:
    for below in kind.__subclasses__():
        yield below
        yield from _below(below)


def _tests_in(path: Path) -> Iterator[Test]:
    tree = ast.parse(path.read_text())
    file = path.relative_to(ROOT)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield _test(f"{file}::{node.name}", node, ast.get_docstring(node))
        elif isinstance(node, ast.ClassDef):
            of_class = ast.get_docstring(node)
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef) and inner.name.startswith("test_"):
                    doc = ast.get_docstring(inner) or of_class
                    yield _test(f"{file}::{node.name}::{inner.name}", inner, doc)


def _test(node_id: str, node: ast.AST, doc: str | None) -> Test:
    leading = LEADING.match(doc or "")
    rules = frozenset(re.split(r",\s+", leading[0])) if leading else frozenset[str]()
    words = set(re.findall(r"\w+", doc or ""))
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            words.add(inner.id)
        elif isinstance(inner, ast.Attribute):
            words.add(inner.attr)
    return Test(node_id, rules, frozenset(words))
