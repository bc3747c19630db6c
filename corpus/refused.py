"""The one error for what a person can mend: bad input, a damaged file, a change that is not allowed."""


class Refused(Exception):
    """One sentence for a person: what was refused, where, and what to do. Commands print it and exit 2."""


class Erased(Refused):
    """The words that were asked for were erased for good: a withdrawn consent."""
