"""Projects: works that the report names, with their stage."""

from luoshi.reading.projects.projects import ProjectDraft, projects

__all__ = ["ProjectDraft", "projects"]
