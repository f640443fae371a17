"""OFX 1 files as elements: SGML whose values need no end tag, as banks really write it."""

import html
import re

from api.bank.refusals import BankFileBroken
from api.bank.tree import Builder, Element

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z0-9._-]{1,64})\s*>(?P<text>[^<]*)")


def sgml_tree(text: str) -> Element:
    """The element OFX. Raises BankFileBroken or BankFileTooDeep.

    A tag with text after it is a value, and ends there. One without may be a list, or an empty value whose end tag was
    left out: which, is known when something around it ends.
    """
    start = re.search(r"<OFX\s*>", text, re.IGNORECASE)
    if start is None:
        raise BankFileBroken(line=1)
    builder, at, line = _Tree(), start.start(), text.count("\n", 0, start.start()) + 1
    while at < len(text):
        match = _TAG.match(text, at)
        if match is None:
            raise BankFileBroken(line=line)
        builder.meet(match["name"].upper(), html.unescape(match["text"]).strip(), line, bool(match["end"]))
        if not builder.open:
            break
        line += text.count("\n", at, match.end())
        at = match.end()
    if builder.open or builder.root is None:
        raise BankFileBroken(line=line)
    return builder.root


class _Tree(Builder):
    _value: str | None = None
    """The name of the value that was read last, whose end tag may still come."""

    def meet(self, name: str, text: str, line: int, is_end: bool) -> None:
        if is_end:
            self._close(name, line)
        elif text:
            self.begin(name, line).text = text
            self.end()
        else:
            self.begin(name, line)
        self._value = None if is_end or not text else name

    def _close(self, name: str, line: int) -> None:
        if name == self._value:
            return
        if all(element.name != name for element in self.open):
            raise BankFileBroken(line=line)
        while self.open[-1].name != name:
            # It was an empty value: what seemed to stand in it stands beside it.
            empty = self.open.pop()
            self.open[-1].children.extend(empty.children)
            empty.children = []
        self.end()
