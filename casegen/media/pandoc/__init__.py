"""Pandoc as a bridge: nodes of the Document to pandoc's own, and pandoc's answer to bytes.

`tree` makes pandoc's nodes; `nodes.Translator` makes them of the Document's; `program.convert` runs pandoc;
`package` opens and closes the ZIP archives that DOCX and EPUB are.
"""
