"""What `help()` shows has a docstring: every module, and every public class, function, method and property of it."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

import pytest

import reportedly

# Files of a migration are loaded by path and frozen; `__main__` runs when it is imported.
MODULES = [
    "reportedly",
    *(
        module.name
        for module in pkgutil.walk_packages(reportedly.__path__, "reportedly.")
        if not module.name.startswith("reportedly.ledger.db.migrations.") and not module.name.endswith("__main__")
    ),
]


def members(owner: type) -> Iterator[tuple[str, object]]:
    """The public methods and properties that a class defines itself."""
    for name, value in vars(owner).items():
        inner = value.__func__ if isinstance(value, classmethod | staticmethod) else value
        if not name.startswith("_") and (inspect.isfunction(inner) or isinstance(inner, property)):
            yield name, getattr(owner, name)


def silent_names(module: ModuleType) -> list[str]:
    """The public names of a module that say nothing: its own, and those that it hands on in `__all__`."""
    silent = [] if (module.__doc__ or "").strip() else ["the module itself"]
    handed_on = getattr(module, "__all__", ())
    for name in {*handed_on, *(name for name in vars(module) if not name.startswith("_"))}:
        value = getattr(module, name)
        if not (inspect.isclass(value) or inspect.isfunction(value)):
            continue
        # Made by a call and not written here: a decorator of Click, a shape for one type.
        if not name.isidentifier() or value.__qualname__ != name:
            continue
        if name not in handed_on and value.__module__ != module.__name__:
            continue
        # A dataclass without a docstring gets its signature as one.
        doc = inspect.getdoc(value) if inspect.isfunction(value) else value.__doc__
        if not doc or doc.startswith(f"{name}("):
            silent.append(name)
        if inspect.isclass(value):
            silent += [f"{name}.{member}" for member, what in members(value) if not inspect.getdoc(what)]
    return sorted(silent)


@pytest.mark.parametrize("name", MODULES)
def test_every_public_name_has_a_docstring(name):
    assert silent_names(importlib.import_module(name)) == []


def test_names_without_a_docstring_are_found():
    module = ModuleType("said", "A module.")

    @dataclass
    class Bare:
        day: str

    class Told:
        """A class."""

        @property
        def silent(self) -> int:
            return 1

        @classmethod
        def make(cls) -> None: ...

        def _private(self) -> None: ...

        def told(self) -> None:
            """A method."""

    def alone() -> None: ...

    for thing in (Bare, Told, alone):
        thing.__module__, thing.__qualname__ = "said", thing.__name__
        setattr(module, thing.__name__, thing)
    assert silent_names(module) == ["Bare", "Told.make", "Told.silent", "alone"]
