"""What names an article's authors, found in texts and taken out of them."""

from casegen.compose.identity.folding import folded
from casegen.compose.identity.identity import Found, Identity

__all__ = ["Found", "Identity", "folded"]
