"""Figures: numbers that say how much was achieved, is expected or aimed at."""

from luoshi.reading.figures.figures import Draft, figures

__all__ = ["Draft", "figures"]
