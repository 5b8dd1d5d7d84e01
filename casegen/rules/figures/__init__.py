"""FIG: figures, tables and supplementary files."""

from casegen.rules.figures import files, mention_style, mentions, reuse, sharpness, texts

__all__ = ["files", "mention_style", "mentions", "reuse", "sharpness", "texts"]
