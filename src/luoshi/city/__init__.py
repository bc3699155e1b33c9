"""The Django project that a city office runs."""
