"""XML files as elements that know their lines. No document types, no entities, nothing fetched from elsewhere."""

from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import XMLParser  # type: ignore[import-untyped]

from api.bank.refusals import BankFileBroken, BankFileNotPlain
from api.bank.tree import Builder, Element


def xml_tree(raw: bytes) -> Element:
    """The root of an XML file. Raises BankFileBroken, BankFileNotPlain or BankFileTooDeep."""
    target = _Target()
    parser = target.parser = XMLParser(
        target=target, forbid_dtd=True, forbid_entities=True, forbid_external=True
    )
    try:
        parser.feed(raw)
        parser.close()
    except DefusedXmlException:
        raise BankFileNotPlain(line=target.line) from None
    except ParseError as problem:
        raise BankFileBroken(line=problem.position[0]) from None
    except (LookupError, ValueError):
        # An encoding that nobody knows, or that expat cannot read.
        raise BankFileBroken(line=target.line) from None
    assert target.root is not None
    return target.root


class _Target(Builder):
    """What the parser calls."""

    parser: Any = None

    def __init__(self) -> None:
        super().__init__()
        # A text comes in pieces, one a line at least: joined once, however long.
        self._pieces: list[str] = []

    @property
    def line(self) -> int:
        return int(self.parser.parser.CurrentLineNumber)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._pieces.clear()
        self.begin(_local(tag), self.line, {_local(name): value for name, value in attributes.items()})

    def data(self, text: str) -> None:
        self._pieces.append(text)

    def end(self, _tag: str = "") -> None:
        element = self.open[-1]
        if not element.children:
            element.text = "".join(self._pieces)
        self._pieces.clear()
        super().end()

    def close(self) -> None:
        """The parser asks for what was built; it is taken from `root`."""


def _local(name: str) -> str:
    return name.rpartition("}")[2]
