"""Figures: numbers that say how much was achieved, is expected or aimed at."""

from luoshi.reading.figures.chinese_numerals import unread_amounts
from luoshi.reading.figures.figures import Draft, figures

__all__ = ["Draft", "figures", "unread_amounts"]
