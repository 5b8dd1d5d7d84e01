"""Composing: a case and its bibliography become the article, every decision made."""

from casegen.compose.arrange import arrange
from casegen.compose.compose import compose

__all__ = ["arrange", "compose"]
