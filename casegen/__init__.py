"""casegen: from one YAML source to everything a journal publishes of a clinical case report."""

__version__ = "0.1.0"
