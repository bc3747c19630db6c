"""The review of disagreements: one place after the other, and what each key decides. No screen.

A lead rules; a coder proposes, and so does a lead who says so: then each coder of the place says yes. Every method that
decides something writes it to the project and returns the words for the status line; when it raises Refused, nothing
has changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from coder import settling, weighing, wording
from coder.connecting import KINDS
from coder.disagreements import Chosen, Place, listed, stated
from coder.proposed import INTO, Into, Proposed, proposed, take
from corpus.codebook import Codebook
from corpus.refused import Refused
from corpus.text import Span
from db import cases, codebooks, coders, comments, documents, recoding, rounds, rulings, rulings_undo
from db.project import Project
from db.values import Case, Coder, Document, How, NewRuling, Outcome, Ruling, Tag

NOTHING_HERE = "No disagreement is listed here."
MASKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Decided:
    """How far the review has come: places that are listed, and those of them that need nothing any more."""

    listed: int
    settled: int


class Reviewing:
    """The places of a project that one person reviews. Attributes hold what is shown; methods change it."""

    def __init__(self, project: Project, actor: Coder) -> None:
        """Read all disagreements, which can take a second. Raises Refused in a package."""
        self.project, self.actor = project, actor
        self.how: How = "ruled" if actor.role == "lead" else "agreed"
        self.chosen = Chosen()
        self.masked = False
        self.by_leverage = False
        self.places: list[Place] = []
        self.at = 0
        self._sample = 0
        self._weights: dict[str, float | None] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read everything again, and stay at the place where one is."""
        here = self.places[self.at].id if self.places else None
        seen = self.project.changes_elsewhere()
        self.documents: dict[str, Document] = {d.id: d for d in documents.listed(self.project)}
        self.names: dict[str, str] = {coder.id: coder.name for coder in coders.listed(self.project)}
        self.cases: dict[str, Case] = {case.id: case for case in cases.listed(self.project)}
        self.rounds = {round_.id: round_ for round_ in rounds.listed(self.project)}
        self._codebooks: dict[str, Codebook] = {}
        self.every = listed(self.project, sample=self._sample)
        self._weights = {}
        self._choose(here)
        self.seen = seen
        """What `Project.changes_elsewhere` said before the last reading: all that is held here is at least so new."""

    def stale(self) -> bool:
        """Whether somebody has written elsewhere since all of it was read."""
        return self.project.changes_elsewhere() != self.seen

    def _choose(self, here: str | None = None) -> None:
        """The places that the filters let through, in their order; at the place `here`, else the first that is open."""
        self.places = [place for place in self.every if self._wanted(place)]
        if self.by_leverage:
            if not self._weights:
                self._weights = weighing.weights(self.project, self.every)
            self.places.sort(key=lambda place: -(self._weights.get(place.id) or 0.0))
        at = next((n for n, place in enumerate(self.places) if place.id == here), None)
        self.at = at if at is not None else self._first_open(0) or 0

    def _wanted(self, place: Place) -> bool:
        return self.chosen.has(place) and (not self.chosen.documents or place.document in self.chosen.documents)

    # --- where one is ---

    @property
    def place(self) -> Place:
        """The place that is shown. Raises Refused when none is listed."""
        if not self.places:
            raise Refused(NOTHING_HERE)
        return self.places[self.at]

    @property
    def codebook(self) -> Codebook:
        """That of the place's round."""
        round_ = self.place.round
        if round_ not in self._codebooks:
            self._codebooks[round_] = codebooks.of_round(self.project, self.rounds[round_])
        return self._codebooks[round_]

    @property
    def codebook_in_force(self) -> Codebook:
        """That which sentences go into. Raises Refused when no round is open."""
        return codebooks.of_round(self.project, rounds.current(self.project))

    @property
    def decided(self) -> Decided:
        """How many are listed and settled."""
        return Decided(len(self.places), sum(place.state == "settled" for place in self.places))

    def text(self) -> str:
        """The text of the place's document. Raises Refused when it was erased."""
        return self.project.text(self.place.text_id)

    def people(self) -> list[str]:
        """The ids of those who finished the document, in the order in which digits take their tags."""
        return sorted(self.place.coders, key=self._alphabetically)

    def called(self, coder: str) -> str:
        """A coder's name, or a letter in its place."""
        if self.masked and coder in self.place.coders:
            return MASKS[self.people().index(coder) % len(MASKS)]
        return self.names.get(coder, "?")

    def weight(self) -> float | None:
        """What alpha would gain, had the coders agreed here; None unless places are sorted by it."""
        return self._weights.get(self.place.id)

    def go(self, by: int) -> None:
        """To the next place, or one before. Raises Refused at the ends."""
        at = self.at + by
        if not 0 <= at < len(self.places):
            raise Refused("No place comes after this." if by > 0 else "No place comes before this.")
        self.at = at

    def go_to(self, number: int) -> None:
        """To a place by its number, from 0."""
        self.at = min(max(0, number), max(0, len(self.places) - 1))

    def next_open(self) -> None:
        """To the next place that needs a decision, from the beginning again after the last. Raises Refused."""
        at = self._first_open(self.at + 1)
        if at is None:
            raise Refused("Every place that is listed is settled.")
        self.at = at

    def _first_open(self, after: int) -> int | None:
        order = [*range(after, len(self.places)), *range(min(after, len(self.places)))]
        return next((n for n in order if self.places[n].state != "settled"), None)

    # --- which places ---

    def only(self, **changes: object) -> None:
        """Filter by kinds, codes, coders, documents (ids) or state; an empty value takes that filter off."""
        here = self.places[self.at].id if self.places else None
        self.chosen = replace(self.chosen, **changes)  # type: ignore[arg-type]
        self._choose(here)

    def all(self) -> None:
        """Take the filters off."""
        here = self.places[self.at].id if self.places else None
        self.chosen = Chosen()
        self._choose(here)

    def sort(self) -> str:
        """By leverage, or in the order of the texts again."""
        here = self.places[self.at].id if self.places else None
        self.by_leverage = not self.by_leverage
        self._choose(here)
        return "Sorted by what alpha would gain: not an order to settle them in." if self.by_leverage else "Text order"

    def sample(self, number: int) -> str:
        """Put so many of the places on which the coders agree into the list: agreement is not correctness."""
        self._sample = number
        before = len(self.every)
        self.refresh()
        return f"{wording.many(max(0, len(self.every) - before), 'agreed place')} drawn into the list"

    # --- what is decided ---

    def take(self, number: int) -> str:
        """One coder's tags as they stand, by their number from 1; nothing, if they gave none."""
        people = self.people()
        if number > len(people):
            raise Refused(f"There is no coder {number} here.")
        coder = people[number - 1]
        return self._rule(settling.taken(self.place, coder), took=coder)

    def take_all(self) -> str:
        """What anybody gave: all of it belongs there."""
        return self._rule(settling.all_of(self.place))

    def nothing(self) -> str:
        """Nothing belongs there."""
        return self._rule(())

    def code(self, code: str, selection: Span | None = None, *, also: bool = False) -> str:
        """Another code, on the selected words, else on the whole place; `also`: beside what is decided already."""
        outcome = settling.coded(self.place, [code], [selection] if selection else [])
        return self._rule((*self._outcome(), *outcome) if also else outcome)

    def edges(self, selection: Span) -> str:
        """The code that is decided, or that all gave, on the selected words. Raises Refused: there are several."""
        codes = sorted({one.code for one in self._outcome()}) or list(self.place.codes)
        if len(codes) > 1:
            raise Refused("Several codes are here; choose which belongs on the selection: r.")
        return self._rule(settling.coded(self.place, codes, [selection]))

    def slips(self, words: int) -> str:
        """Settle all listed boundary slips of at most so many words at each edge, in one action."""
        found = settling.slips(self.places, words, self.project.text)
        if not found:
            raise Refused(f"No open place listed here is a slip of {wording.many(words, 'word')} or fewer.")
        why = f"Edges differ by {wording.many(words, 'word')} at most."
        self._keep([settling.settled(place, settling.usual_edges(place), reason=why) for place in found])
        return f"{wording.many(len(found), 'boundary slip')} settled; u takes them all back"

    def because(self, *, picked: str | None = None, reason: str | None = None, proposal: str | None = None) -> str:
        """Give the decision a reason (of the list, in words), or a sentence for the codebook. Raises Refused: none."""
        ruling = self._own_ruling()
        new = settling.settled(
            self.place,
            ruling.outcome,
            took=ruling.took,
            picked=picked if picked is not None else ruling.picked,
            reason=reason if reason is not None else ruling.reason,
            proposal=proposal if proposal is not None else ruling.proposal,
        )
        self._keep([new], how=ruling.how)
        return "Sentence for the codebook kept" if proposal is not None else "Reason kept"

    def sentences(self) -> list[Proposed]:
        """What rulings propose for the codebook and no version of it has; this place's first.

        Raises Refused: not a lead; none."""
        coders.only_leads(self.actor, "change the codebook")
        here = self.places[self.at].id if self.places else None
        found = [one for one in proposed(self.project) if one.state == "proposed"]
        if not found:
            raise Refused("No ruling proposes a sentence that is not in the codebook: M proposes one.")
        return sorted(found, key=lambda one: one.id != here)

    def take_sentence(self, sentence: Proposed, code: str, into: Into) -> str:
        """Put a proposed sentence into a code of the codebook in force. Raises Refused, for coders, too."""
        new = take(self.project, self.actor, sentence, code, into)
        changed = len(recoding.changed(self.project, new))
        self.refresh()
        tags = wording.many(changed, "tag")
        return f"{code}, {INTO[into]}: a new version of the codebook. Given under others that differ: {tags}"

    def leave_open(self) -> str:
        """Take back what was decided here. Raises Refused: nothing was."""
        rulings.open_again(self.project, self.actor, self._own_ruling())
        self._restate()
        return "Open again"

    def agree(self) -> str:
        """Say yes to what is proposed here. Raises Refused."""
        rulings.agree(self.project, self.actor, self._own_ruling())
        self._restate()
        return "You said yes" + ("; all have: it is settled" if self.place.state == "settled" else "")

    def comment(self, words: str) -> str:
        """Say something about the place."""
        place = self.place
        comments.add(self.project, self.actor, place.id, place.document, place.round, words)
        return "Comment kept"

    def undo(self) -> str:
        """Take back one's own last decision. Raises Refused when there is none."""
        words = rulings_undo.undo(self.project, self.actor)
        if words is None:
            raise Refused("Nothing to undo here.")
        self._restate()
        return f"Undone: {words}"

    def redo(self) -> str:
        """Decide again what was taken back last. Raises Refused when there is nothing."""
        words = rulings_undo.redo(self.project, self.actor)
        if words is None:
            raise Refused("Nothing to redo here.")
        self._restate()
        return f"Done again: {words}"

    def toggle_how(self) -> str:
        """Leads: rule, or only propose, so that the coders agree."""
        if self.actor.role != "lead":
            raise Refused("Only leads rule; what you decide is proposed to the other coders.")
        self.how = "agreed" if self.how == "ruled" else "ruled"
        return "You rule" if self.how == "ruled" else "You propose: each coder of the place says yes (y)"

    # --- in words ---

    def filtered(self) -> str:
        """The filters that are on."""
        called = {**self.names, **{id_: document.title for id_, document in self.documents.items()}}
        parts = [*self.chosen.kinds, *self.chosen.codes, *self.chosen.coders, *self.chosen.documents]
        parts += [self.chosen.state] if self.chosen.state else []
        return ", ".join(called.get(part, part) for part in parts)

    def tells_cases(self, outcome: Iterable[Outcome] = ()) -> bool:
        """Whether it is in question here whose words they are: a coder, or what was decided, names a case."""
        return any(one.case for some in (self.place.tags, outcome) for one in some)

    def whose(self, one: Tag | Outcome) -> str:
        """Whose words a coder, or a decision, says these are."""
        return wording.whose(one.case, self.place.case, self.cases)

    def outcome_words(self, outcome: Iterable[Outcome]) -> str:
        """What was decided, in words."""
        text, outcome = self.text(), tuple(outcome)
        cases_told = self.tells_cases(outcome)
        told = [
            f"{one.code} {f'{self.whose(one)} ' if cases_told else ''}{wording.quote(text, Span(one.start, one.stop))}"
            for one in outcome
        ]
        return "; ".join(told) or "nothing belongs here"

    def filters(self) -> dict[str, tuple[str, ...]]:
        """What can be filtered by, of what is listed without filters: kinds, codes, coders, documents (ids), states."""
        return {
            "kinds": tuple(kind for kind in KINDS if any(kind in place.kinds for place in self.every)),
            "codes": tuple(sorted({code for place in self.every for code in place.codes})),
            "coders": tuple(sorted({one for place in self.every for one in place.coders}, key=self._alphabetically)),
            "documents": tuple(dict.fromkeys(place.document for place in self.every)),
            "state": tuple(dict.fromkeys(place.state for place in self.every)),
        }

    # --- inside ---

    def _alphabetically(self, coder: str) -> tuple[str, str]:
        return self.names.get(coder, "").casefold(), coder

    def _outcome(self) -> Sequence[Outcome]:
        ruling = self.place.ruling
        return ruling.outcome if ruling is not None and self.place.state in ("settled", "proposed") else ()

    def _own_ruling(self) -> Ruling:
        ruling = self.place.ruling
        if ruling is None or ruling.id != self.place.id or self.place.state in ("open", "changed"):
            raise Refused("Nothing is decided here yet.")
        return ruling

    def _rule(self, outcome: Sequence[Outcome], took: str | None = None) -> str:
        before = self.place.ruling
        keep = before if before is not None and self.place.state in ("settled", "proposed") else None
        new = settling.settled(
            self.place, outcome, took=took, picked=keep.picked if keep else None, reason=keep.reason if keep else "",
            proposal=keep.proposal if keep else "",
        )  # fmt: skip
        self._keep([new])
        said = "Ruled" if self.how == "ruled" else "Proposed"
        return f"{said}: {self.outcome_words(outcome)}"

    def _keep(self, new: Sequence[NewRuling], how: How | None = None) -> None:
        rulings.rule(self.project, self.actor, new, how or self.how)
        self._restate()

    def _restate(self) -> None:
        """What was said and how it stands, of every place; they stay in their order, settled or not."""
        known = rulings.listed(self.project)
        place = self.places[self.at].id if self.places else None
        self.every = stated(self.every, known)
        now = {one.id: one for one in self.every}
        self.places = [now[one.id] for one in self.places]
        self.at = next((n for n, one in enumerate(self.places) if one.id == place), 0)
