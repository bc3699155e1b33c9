"""What all pages share: frame, style, language switch, words in two languages, policy."""

from luoshi.output.web.shell import Shell, Texts, both

__all__ = ["Shell", "Texts", "both"]
