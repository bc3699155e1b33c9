"""The API: the pages' permissions, stable keys, one error shape."""
