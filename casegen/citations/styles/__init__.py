"""Citation styles: finding one by name, title or file, and what is known of it."""

from casegen.citations.styles.style import Style, StyleFault, find_style

__all__ = ["Style", "StyleFault", "find_style"]
