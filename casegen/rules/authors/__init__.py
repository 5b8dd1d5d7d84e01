"""AUT: authors, their names, where they work and what they did."""

from casegen.rules.authors import affiliations, correspondence, names, orcid, organizations, roles

__all__ = ["affiliations", "correspondence", "names", "orcid", "organizations", "roles"]
