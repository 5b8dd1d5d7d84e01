"""The XML of a citation style as a tree whose elements know where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from casegen.values import Value

__all__ = ["Element", "Fault", "NotXml", "parse"]

_CSL = "http://purl.org/net/xbiblio/csl"
_PREFIXES = {_CSL: "", "http://www.w3.org/XML/1998/namespace": "xml:"}
# By what expat says.
_HINTS = {
    "invalid token": "in text, write & as &amp; and < as &lt;",
    "undefined entity": "write the character itself: XML knows few entities by name",
}
# No style of the repository is deeper than 30; what walks the tree may call itself this often.
_DEEPEST = 100


class Fault(Value):
    """What is wrong with a style at one place of its file; *hint* says what to do."""

    message: str
    hint: str = ""
    line: int = 1
    column: int = 1


class NotXml(Exception):
    """The text is no XML that is read here."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


@dataclass(slots=True)
class Element:
    """An element: *tag* is CSL's name of it, or has another namespace before it, *texts* is its own text."""

    tag: str
    attributes: dict[str, str]
    line: int
    column: int
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is typed in it, not in its children; empty where that is only blanks."""
        return "".join(self.texts)

    def child(self, tag: str) -> Element | None:
        """The first child called *tag*."""
        return next((child for child in self.children if child.tag == tag), None)


class _Reader:
    """Makes the tree of what expat reports."""

    def __init__(self) -> None:
        import pyexpat

        # A blank cannot stand in a name or an address, so it parts them.
        self._parser = pyexpat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._error = pyexpat.ExpatError
        self._words = pyexpat.ErrorString
        self._open: list[Element] = []
        self._names: dict[str, str] = {}
        self._roots: list[Element] = []

    def read(self, text: str) -> Element:
        try:
            self._parser.Parse(text, True)
        except self._error as error:
            raise NotXml(self._said(error.code, error.lineno, error.offset + 1)) from None
        return self._roots[0]

    def _said(self, code: int, line: int, column: int) -> Fault:
        words = self._words(code) or "it cannot be read"
        words = words.removeprefix("not well-formed (").removesuffix(")")
        if not self._roots and words == "no element found":
            return Fault("the file is empty")
        hint = _HINTS.get(words, "")
        inner = self._open[-1] if self._open else None
        if inner and words in ("mismatched tag", "no element found"):
            hint = f"<{inner.tag.rpartition(' ')[2]}> of line {inner.line} is still open there"
        return Fault(f"not well-formed XML: {words}", hint, line, column)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        parser = self._parser
        tag = self._names.get(name) or self._named(name)
        if any(" " in key for key in attributes):
            attributes = {_short(key): value for key, value in attributes.items()}
        element = Element(tag, attributes, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._roots.append(element)
        self._open.append(element)
        if len(self._open) > _DEEPEST:
            raise NotXml(self._here(f"elements are nested more than {_DEEPEST} deep"))

    def _end(self, _: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        if not text.isspace():
            self._open[-1].texts.append(text)

    def _doctype(self, *_: object) -> None:
        hint = "take the line with <!DOCTYPE out: no style needs it"
        raise NotXml(self._here("document types and entities are not read in styles", hint))

    def _here(self, message: str, hint: str = "") -> Fault:
        return Fault(message, hint, self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)

    def _named(self, name: str) -> str:
        space, _, local = name.rpartition(" ")
        tag = self._names[name] = local if space == _CSL else f"{space or 'no namespace'} {local}"
        return tag


def parse(text: str) -> Element:
    """The root of the XML *text*. NotXml where it is not well-formed, or has a document type.

    Nothing outside the text is read, and no entity is expanded.
    """
    return _Reader().read(text)


def _short(name: str) -> str:
    """An attribute's name as it is usually written, ``xml:lang``."""
    space, _, local = name.rpartition(" ")
    return f"{_PREFIXES[space]}{local}" if space in _PREFIXES and space != _CSL else name
