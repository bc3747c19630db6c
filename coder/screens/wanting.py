"""What is counted, chosen from lists: whose coding, which passages, which cases; for the screens that count cases."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from coder import register as registers
from coder.given import Wanted, Whose
from coder.register import Register
from coder.screens.choose import Choose, Item
from corpus.refused import Refused
from db import codebooks, coders, readings, rounds

if TYPE_CHECKING:
    from coder.app import CoderApp

Then = Callable[[Wanted], None]
"""What goes on with what is wanted from now on."""


def whose(app: "CoderApp", wanted: Wanted, then: Then) -> None:
    """The final coding, what any coder gave, all, or one of those of whom the viewer sees that they code."""
    assert app.project is not None
    try:
        coding = {reading.coder for reading in readings.progress(app.project) if not reading.hidden}
        people = [one for one in coders.listed(app.project) if one.id in coding]
    except Refused as error:
        app.refuse(error)
        return
    items = [
        Item("final", "the final coding", "rulings, and what all share"),
        Item("any", "what any coder gave", "as far as you see it"),
        Item("all", "what all coders gave", "who finished the document"),
        *(Item(one.id, f"what {one.name} gave") for one in people),
    ]
    by_id = {one.id: one for one in people}

    def taken(key: str | None) -> None:
        if key in by_id:
            then(replace(wanted, whose="one", coder=by_id[key]))
        elif key in ("final", "any", "all"):
            then(replace(wanted, whose=cast("Whose", key), coder=None))

    app.push_screen(Choose("Counted by whose coding?", items), taken)


def passages(app: "CoderApp", wanted: Wanted, then: Then) -> None:
    """Only passages that say so: one value of each qualifier of any version of the codebook."""
    assert app.project is not None
    labels: dict[tuple[str, str], str] = {}
    names: dict[str, str] = {}
    try:
        for version, _, _ in reversed(codebooks.listed(app.project)):
            for qualifier in codebooks.get(app.project, version).qualifiers:
                names.setdefault(qualifier.key, qualifier.name)
                for value, label in qualifier.values:
                    labels.setdefault((qualifier.key, value), label)
    except Refused as error:
        app.refuse(error)
        return
    items = [Item("", "whatever they say")]
    items += [Item(f"{key}={value}", f"{names[key]}: {label}") for (key, value), label in labels.items()]

    def taken(chosen: str | None) -> None:
        if chosen == "":
            then(replace(wanted, qualifiers={}))
        elif chosen is not None:
            key, _, value = chosen.partition("=")
            then(replace(wanted, qualifiers={**wanted.qualifiers, key: value}))

    app.push_screen(Choose("Only which passages?", items), taken)


def of_round(app: "CoderApp", wanted: Wanted, then: Then) -> None:
    """Of one round, or of all but training and retests."""
    assert app.project is not None
    try:
        made = {one.id: one for one in rounds.listed(app.project)}
    except Refused as error:
        app.refuse(error)
        return
    items = [Item("", "all rounds", "but training and retests")]
    items += [Item(one.id, one.name, one.purpose) for one in made.values()]

    def taken(key: str | None) -> None:
        if key is not None:
            then(replace(wanted, rounds=[made[key]] if key else ()))

    app.push_screen(Choose("Of which round?", items), taken)


def which_cases(app: "CoderApp", register: Register, wanted: Wanted, then: Then) -> None:
    """Only cases of which something is said: a name, then its value. Again: any value of one name, and all names.
    `register`: that of all cases."""

    def value(name: str) -> None:
        about = registers.variable(register, name)
        named = [Item(label, label) for label in about.labels]

        def taken(label: str | None) -> None:
            if label is not None:
                then(replace(wanted, where=tuple(dict.fromkeys((*wanted.where, f"{name}={label}")))))

        app.push_screen(Choose(f"Only cases with which {name}?", named), taken)

    def chosen(name: str | None) -> None:
        if name == "":
            then(replace(wanted, where=()))
        elif name is not None:
            value(name)

    items = [Item("", "all cases"), *_items([*registers.known_names(register), "status"])]
    app.push_screen(Choose("Which cases? By what is said of them", items), chosen)


def by(app: "CoderApp", title: str, names: Sequence[str], then: Callable[[str | None], None], none: str = "") -> None:
    """An attribute, a grouping or a period; `none`: how to say nothing of these, if one may."""
    items = [*([Item("", none)] if none else []), *_items(names)]

    def taken(name: str | None) -> None:
        if name is not None:
            then(name or None)

    app.push_screen(Choose(title, items), taken)


def _items(names: Sequence[str]) -> list[Item]:
    return [Item(name, name) for name in names]
