"""What the log's actions are called."""

from __future__ import annotations

from luoshi.city.site.words import words_of
from luoshi.city.rules.words import table
from luoshi.errors import Language


def action_words(action: str, language: Language) -> str:
    """An action in words: ``task.accept`` -> 任务 · 签收; a part that has no words stays as it is."""
    kind, _, verb = action.partition(".")
    words = words_of("desk")
    about = words["log_subjects"].get(kind, {}).get(language, kind)
    # a report that is sent for signature is a fact of its task, too
    moves = ("task", "progress") if kind == "progress" else ("progress", "task")
    named = {move["name"]: move for one in moves for move in table("states.toml")[one] if kind in _MOVING}
    done = named.get(verb) or words["log_verbs"].get(verb, {})
    return f"{about} · {done.get(language, verb)}" if verb else about


_MOVING = frozenset({"task", "step", "progress"})


def known_actions(language: Language) -> list[tuple[str, str]]:
    """The actions to choose from, as the code says and as they are called: moves first."""
    codes = [f"{kind}.{move['name']}" for kind in ("task", "progress") for move in table("states.toml")[kind]]
    codes += [
        "task.draft", "task.change_draft", "task.remove", "task.change", "task.release", "task.unrelease",
        "evidence.add", "evidence.withdraw", "problem.add", "problem.assign", "problem.settle",
        "sheet.issue", "sheet.answer", "report.upload", "report.read", "report.release", "correction.add",
        "correction.withdraw", "unit.add", "unit.change", "unit.close", "post.add", "post.change",
        "post.close", "holding.add", "holding.end", "holding.privileged", "person.add", "person.change",
        "account.open", "account.close", "account.reset_password", "account.reset_second_factor",
        "account.second_factor_on", "account.second_factor_off", "account.recovery_codes",
        "account.recovery_code_used", "account.link_identity", "account.unlink_identity", "account.sign_in",
        "account.sign_in_failed", "account.lock", "account.unlock", "token.make", "token.revoke",
        "bulletin.make", "secrecy.refuse",
    ]  # fmt: skip
    return [(code, action_words(code, language)) for code in codes]
