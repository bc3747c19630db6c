"""Which code is meant: `coder.codes`, under the name by which the commands know it."""

from coder.codes import code_named, in_some_version

__all__ = ["code_named", "in_some_version"]
