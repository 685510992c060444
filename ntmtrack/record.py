"""Values of several named fields: tuples, as `typing.NamedTuple` makes them, only made sooner.

Python writes and compiles a constructor for every named tuple. What a look at the ledger loads
defines some thirty of them, which took a twentieth of its time. Here all share one constructor.
"""

import sys
from typing import TYPE_CHECKING

__all__ = ["Record"]

# From 3.14 a class body no longer holds its annotations while the class is made; typing knows how.
if TYPE_CHECKING or sys.version_info >= (3, 14):
    from typing import NamedTuple as Record
else:
    from _collections import _tuplegetter

    _LACKING = object()

    class _Making(type):
        """Makes the class of a record: its fields are what its body annotates, in order."""

        def __new__(meta, name, bases, body):
            if not bases:
                return type.__new__(meta, name, (tuple,), body)
            fields = tuple(body.get("__annotations__", ()))
            body["_fields"] = body["__match_args__"] = fields
            body["_otherwise"] = tuple([body.get(each, _LACKING) for each in fields])
            body["__slots__"] = ()
            for place, each in enumerate(fields):
                body[each] = _tuplegetter(place, None)
            return type.__new__(meta, name, bases, body)

    class Record(metaclass=_Making):
        """A tuple whose places have names; see `typing.NamedTuple` for what it offers."""

        __slots__ = ()
        _fields = ()
        _otherwise = ()

        def __new__(cls, *given, **named):
            if named or len(given) != len(cls._fields):
                place = len(given)
                given += tuple(map(named.pop, cls._fields[place:], cls._otherwise[place:]))
                if named or len(given) != len(cls._fields) or _LACKING in given:
                    raise TypeError(f"{cls.__name__} takes ({', '.join(cls._fields)})")
            return tuple.__new__(cls, given)

        @classmethod
        def _make(cls, values):
            return cls(*values)

        def _replace(self, **named):
            made = tuple.__new__(type(self), map(named.pop, self._fields, self))
            if named:
                raise TypeError(f"{type(self).__name__} has no field {next(iter(named))}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            listed = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({listed})"

        def __getnewargs__(self):
            return tuple(self)
