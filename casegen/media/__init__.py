"""What several formats carry in the same way: images as they are published, formulas, XML."""
