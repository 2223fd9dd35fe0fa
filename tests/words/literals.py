"""Finds what the pages would say in English alone: texts that stand in their source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

_PROSE = re.compile(r"[A-Za-z]{2,}[,;:]? [a-z]{2,}|^[A-Z][a-z]+[.!?…]?$")
"""Two words after one another, or one that begins with a capital letter."""
_SILENT = {
    "logger",
    "_logger",
    "log",
    "repeating",
    "RuntimeError",
    "TypeError",
    "ValueError",
    "KeyError",
}
"""What is called with words for whoever runs a server."""
_TEXT = re.compile(r">\s*([^<>{}()=;]*[A-Za-z]{2}[^<>{}()=;]*)\s*</")
_PROPERTY = re.compile(
    r"\b(?:aria-label|ariaLabel|aria-description|title|placeholder|alt|label|text|name|hint)"
    r"=\"([^\"]*)\""
)
_STRING = re.compile(r"\"([^\"\n]*)\"|`([^`$]*)`")
_CODE = re.compile(
    r"[{}<>;=]|rgb\(|\b(?:max|min|var|px|inset|serif|monospace)\b|^[.#(]|^\d+ms"
    r"|^[a-z]+(?:-[a-z]+)*(?: [a-z-]+)*$"
)
"""Styles, selectors, names of classes."""
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\w])//[^\n]*", re.DOTALL)


def in_python(file: Path) -> Iterator[str]:
    """Yield the texts of a module that people read, its docstrings aside."""
    tree = ast.parse(file.read_text())
    silent = set(_silent(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in silent:
            text = node.value.strip()
            if _PROSE.search(text) and not _is_code(text):
                yield text


def _silent(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        if isinstance(node, (ast.Call, ast.Raise)) and _name(node) in _SILENT | _errors():
            yield from ast.walk(node)
        if isinstance(node, (ast.AnnAssign, ast.arg)) and node.annotation:
            yield from ast.walk(node.annotation)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.returns:
            yield from ast.walk(node.returns)
        if isinstance(node, ast.Call) and _name(node) in {"cast", "Literal"}:
            yield from ast.walk(node.args[0])
        if isinstance(node, ast.Assign) and _name(node.targets[0]) == "tag":
            yield node.value
        if isinstance(node, ast.keyword) and node.arg in {"class_name", "style", "key"}:
            yield from ast.walk(node.value)


def _name(node: ast.AST) -> str:
    match node:
        case ast.Call(func=func):
            return _name(func)
        case ast.Raise(exc=ast.expr() as raised):
            return _name(raised)
        case ast.Attribute(value=ast.Name(id=name)) if name in _SILENT:
            return name
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _errors() -> set[str]:
    from chat_app import errors

    return set(vars(errors))


def _is_code(text: str) -> bool:
    return bool(_CODE.search(text))


def in_javascript(file: Path) -> Iterator[str]:
    """Yield the texts of a script that people read."""
    source = _COMMENT.sub("", file.read_text())
    for found in _TEXT.finditer(source):
        yield found[1].strip()
    for found in _PROPERTY.finditer(source):
        if re.search(r"[A-Za-z]{2}", found[1]):
            yield found[1]
    for found in _STRING.finditer(source):
        text = (found[1] or found[2] or "").strip()
        if re.search(r"^[A-Z].*[a-z] [a-z]", text) and not _is_code(text):
            yield text
