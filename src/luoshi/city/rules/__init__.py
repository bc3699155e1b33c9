"""The rules of delivery: pure functions over plain records; no Django, no clock, no database."""
