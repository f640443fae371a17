"""Elements of XML and SGML files, each knowing the line where it begins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from api.bank.refusals import BankElementMissing, BankFileTooDeep

DEEPEST = 64
"""Elements within elements: several times what camt and OFX need."""

MOST_ELEMENTS = 400_000
"""In one file: some forty stand around one transaction, and many more would fill the memory."""

_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


@dataclass(slots=True)
class Element:
    """One element by its local name: versions of a form differ in their namespaces alone."""

    name: str
    line: int
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=lambda: _NO_ATTRIBUTES)
    children: list["Element"] = field(default_factory=list)

    def all(self, *path: str) -> Iterator["Element"]:
        """Every element at the end of this path, in their order."""
        if not path:
            yield self
            return
        for child in self.children:
            if child.name == path[0]:
                yield from child.all(*path[1:])

    def first(self, *path: str) -> "Element | None":
        """The first element at the end of this path."""
        return next(self.all(*path), None)

    def needed(self, *path: str) -> "Element":
        """The first element at the end of this path. Raises BankElementMissing, with the line of what lacks it."""
        found = self.first(*path)
        if found is not None:
            return found
        inner = next((child for child in self.children if path[1:] and child.name == path[0]), None)
        if inner is not None:
            return inner.needed(*path[1:])
        raise BankElementMissing(line=self.line, element="/".join((self.name, *path)))

    def said(self, *path: str) -> str:
        """The text of the first element at the end of this path, or nothing."""
        found = self.first(*path)
        return "" if found is None else found.text.strip()


class Builder:
    """Puts elements together as a reader meets them, within bounds."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self._count = 0

    def begin(self, name: str, line: int, attributes: Mapping[str, str] = _NO_ATTRIBUTES) -> Element:
        """An element begins. Raises BankFileTooDeep."""
        self._count += 1
        if len(self.open) >= DEEPEST or self._count > MOST_ELEMENTS:
            raise BankFileTooDeep(line=line)
        element = Element(name, line, attributes=attributes or _NO_ATTRIBUTES)
        if self.open:
            self.open[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self.open.append(element)
        return element

    def end(self) -> None:
        """The element that began last ends."""
        self.open.pop()
