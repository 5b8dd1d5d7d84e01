"""Loading: YAML, or Markdown with front matter, becomes a case with a span for every value."""

from casegen.load.load import Loaded, find_case, load, slug_of
from casegen.load.workspace import NAMES, Settings, Workspace, find_workspace

__all__ = ["NAMES", "Loaded", "Settings", "Workspace", "find_case", "find_workspace", "load", "slug_of"]
