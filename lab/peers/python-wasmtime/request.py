"""What follows the task on the command line."""

COMMON_KEYS = ("warmup", "time")


class UsageError(Exception):
    """A command line that makes no sense."""


class NotPossible(Exception):
    """This runtime cannot do what a task asks for, and why."""


class Request:
    def __init__(self, words, keys):
        self._values = {}
        for word in words:
            key, found, value = word.partition("=")
            if not found:
                raise UsageError(f"{word!r} is not of the form key=value")
            if key not in keys and key not in COMMON_KEYS:
                raise UsageError(f"unknown key {key!r}")
            self._values[key] = value

    def one_of(self, key, *values):
        """A key's value, which must be one of these. The first of them stands for a key that is not there."""
        value = self._values.get(key, values[0])
        if value not in values:
            raise UsageError(f"{key} must be one of {', '.join(values)}, not {value!r}")
        return value

    def is_true(self, key):
        return self.one_of(key, "false", "true") == "true"

    def number(self, key, default=None):
        value = self._values.get(key, default)
        if value is None:
            raise UsageError(f"{key}=NUMBER is missing")
        if not str(value).isdecimal():
            raise UsageError(f"{key} must be a number from 0 on, not {value!r}")
        return int(value)

    def text(self, key):
        if key not in self._values:
            raise UsageError(f"{key}=... is missing")
        return self._values[key]

    def module(self):
        """The bytes of the module."""
        with open(self.text("module"), "rb") as file:
            return file.read()
