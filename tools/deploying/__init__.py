"""The installation of ``docs/deploy.md``, walked: the page itself, a place to walk it, what is looked at from outside."""
