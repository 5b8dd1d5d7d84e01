"""Files a case names: looked up inside its folder, read and measured."""

from casegen.assets.images import MEDIA_TYPES, Image, is_wide, read_image
from casegen.assets.tables import read_table

__all__ = ["MEDIA_TYPES", "Image", "is_wide", "read_image", "read_table"]
