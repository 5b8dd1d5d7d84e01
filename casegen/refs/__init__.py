"""A reference manager's work: looking references up, comparing, importing, exporting them."""
