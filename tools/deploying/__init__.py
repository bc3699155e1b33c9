"""The installation of ``docs/deploy.md``, walked: the page, places to walk it, and what is looked at."""
