"""What can be done on the screens: one table, from which keys, footer, palette, help page and docs/keys.md are made.

`python -m coder.actions > docs/keys.md` writes the key map. To add a command, add a row here and an `action_…` method
to the screen whose `PLACE` is the row's `where`."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from textual.binding import Binding

Mode = Literal["reading", "selected", "tagged", "edge", "finished", "list"]
"""What a screen is about. The desk: nothing in particular, a selection, a tag at the cursor, a chosen edge, a finished
text. The others: their list."""

PLACES = {"desk": "Coding a document", "documents": "The documents", "picker": "The projects",
          "passages": "Passages across documents", "quotes": "Quotes in all documents",
          "deciding": "Rows of an import to decide", "placing": "Passages of a corrected text",
          "correcting": "A text to correct", "alike": "Alike passages", "review": "The review of disagreements",
          "corrections": "What was settled otherwise than you had it", "agreement": "How far the coders agree",
          "cells": "What others gave", "places": "The places behind a figure", "cases": "The cases",
          "case": "A case", "pairs": "Cases that may be one person", "shares": "Shares of cases", "list": "Lists",
          "app": "Everywhere"}  # fmt: skip
LISTED = (
    "documents",
    "picker",
    "passages",
    "deciding",
    "placing",
    "correcting",
    "alike",
    "corrections",
    "agreement",
    "cells",
    "places",
    "cases",
    "case",
    "pairs",
    "shares",
)
"""The places that are a list, in which the keys of lists work too."""


@dataclass(frozen=True)
class Action:
    """A thing to do. `keys` as Textual names them; in `run`, Textual's action, `{key}` stands for the key pressed.

    `footer`: modes in which the desk's last line shows it; `hint`: its words there, when the label is too long."""

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    where: str
    run: str
    footer: tuple[Mode, ...] = ()
    hint: str = ""
    palette: bool = True


def _row(
    id: str, keys: str, label: str, help: str, *, run: str = "", footer: str = "", hint: str = "", palette: bool = True
) -> Action:
    modes = cast("tuple[Mode, ...]", tuple(footer.split()))
    return Action(id, tuple(keys.split()), label, help, "", "", run or id.replace("-", "_"), modes, hint, palette)


def _placed(where: str, group: str, *rows: Action) -> Iterator[Action]:
    for r in rows:
        yield Action(r.id, r.keys, r.label, r.help, group, where, r.run, r.footer, r.hint, r.palette)


_ARROWS = "shift+left shift+right shift+up shift+down shift+home shift+end shift+pageup shift+pagedown"

ACTIONS: tuple[Action, ...] = (
    *_placed(
        "desk",
        "Code",
        _row("code", "1 2 3 4 5 6 7 8 9", "Tag with a code", "Put the code under that digit on the selection, or take "
             "it off again. With nothing selected it goes on the passage under the cursor.", run="code('{key}')",
             footer="selected tagged", hint="Code", palette=False),
        _row("other-code", "a plus", "Tag with another code", "Choose among all codes: residuals, sub-codes, the last "
             "used first. Type to filter.", footer="selected", hint="Other"),
        _row("look-up", "C", "Look up a code", "Read a code's definition, when to use it and when not."),
    ),
    *_placed(
        "desk",
        "The tag under the cursor",
        _row("cycle", "tab", "Next tag here", "Where tags overlap: choose the next of them.", footer="tagged",
             hint="Next"),
        _row("memo", "m", "Memo", "Write a memo on the tag.", footer="selected tagged"),
        _row("qualifiers", "y", "Qualifiers", "Say whose words they are, and whether it is a stated reason.",
             footer="selected tagged", hint="Qualify"),
        _row("case", "i", "Case", "Say whose words they are: choose a case, or make one.", footer="selected tagged"),
        _row("query", "f", "Ask the lead", "Mark the tag as a question to the lead; again takes the mark off.",
             footer="selected tagged", hint="Ask"),
        _row("recode", "r", "Change the code", "Give the tag another code; memo and edges stay.", footer="tagged",
             hint="Recode"),
        _row("edge-start", "less_than_sign", "Choose its first edge", "Then move it: arrows by letter, w b by word, ( "
             ") by sentence. Enter or Esc when it is right.", run="edge('start')", footer="tagged", hint="Edge"),
        _row("edge-stop", "greater_than_sign", "Choose its last edge", "As above, for where the passage ends.",
             run="edge('stop')", footer="tagged", hint="Edge"),
        _row("remove", "x delete backspace", "Remove the tag", "Take the tag away; undo brings it back.",
             footer="tagged", hint="Remove"),
        _row("more-like", "L", "More like this", "Passages with much the same words that you have not tagged. Off in a "
             "reliability round and in a retest."),
        _row("next-tag", "right_square_bracket", "Next tag", "Go to the next tag.", footer="finished",
             hint="Next tag"),
        _row("previous-tag", "left_square_bracket", "Previous tag", "Go to the tag before."),
    ),
    *_placed(
        "desk",
        "Select",
        _row("select-sentence", "s", "Select the sentence", "Again: the next one too.", footer="reading selected",
             hint="Sentence"),
        _row("select-word", "W", "Select the word", "Again: the next one too."),
        _row("select-paragraph", "P", "Select the paragraph", "Again: the next one too."),
        _row("start-select", "v", "Start or stop selecting", "Moving extends the selection; again: what is "
             "selected stays.",
             footer="reading", hint="Select"),
        _row("extend", _ARROWS + " ctrl+shift+left ctrl+shift+right", "Extend the selection",
             "With Shift, moving selects. The mouse does too: drag, double-click a word, triple-click a sentence.",
             run="extend('{key}')", palette=False),
        _row("other-end", "o", "Other end", "Go on from the other end of the selection.", footer="selected"),
        _row("escape", "escape", "Leave", "Clear the selection, leave the edge, close a pane.", footer="selected edge",
             hint="Clear", palette=False),
        _row("settle", "enter", "Done with the edge", "Leave the edge where it is.", footer="edge", hint="Done",
             palette=False),
    ),
    *_placed(
        "desk",
        "Move",
        _row("left", "left h", "Left", "One letter.", run="go('left')", footer="edge", hint="Letter", palette=False),
        _row("right", "right l", "Right", "One letter.", run="go('right')", footer="edge", hint="Letter",
             palette=False),
        _row("up", "up k", "Up", "One row.", run="go('up')", palette=False),
        _row("down", "down j", "Down", "One row.", run="go('down')", palette=False),
        _row("word-back", "b ctrl+left", "Word back", "", run="go('word_back')", footer="edge", hint="Word",
             palette=False),
        _row("word", "w ctrl+right", "Word forward", "", run="go('word')", footer="edge", hint="Word", palette=False),
        _row("sentence-back", "left_parenthesis", "Sentence back", "", run="go('sentence_back')", footer="edge",
             hint="Sentence", palette=False),
        _row("sentence", "right_parenthesis", "Sentence forward", "", run="go('sentence')", footer="edge",
             hint="Sentence", palette=False),
        _row("paragraph-back", "left_curly_bracket ctrl+up", "Paragraph back", "", run="go('paragraph_back')",
             palette=False),
        _row("paragraph", "right_curly_bracket ctrl+down", "Paragraph forward", "", run="go('paragraph')",
             palette=False),
        _row("page", "space pagedown", "Page on", "", run="go('page')", palette=False),
        _row("page-back", "pageup", "Page back", "", run="go('page_back')", palette=False),
        _row("home", "home 0 circumflex_accent", "Beginning of the row", "", run="go('home')", palette=False),
        _row("end", "end dollar_sign", "End of the row", "", run="go('end')", palette=False),
        _row("top", "g ctrl+home", "Top of the text", "A jump does not count as reading.", run="go('top')"),
        _row("bottom", "G ctrl+end", "End of the text", "A jump does not count as reading.", run="go('bottom')"),
        _row("paragraph-number", "ctrl+g", "Go to a paragraph", "By its number."),
        _row("unread", "e", "First unread paragraph", "Go to where you have not read yet.",
             footer="reading finished", hint="Unread"),
    ),
    *_placed(
        "desk",
        "Find",
        _row("search", "slash", "Search in this text", "Words or a whole quote: as they stand, else what is like "
             "them. The place of a quote is selected, so that a digit tags it.",
             footer="reading finished", hint="Search"),
        _row("next-hit", "n", "Next hit", "The next place that was found.", palette=False),
        _row("previous-hit", "N", "Previous hit", "The place found before.", palette=False),
    ),
    *_placed(
        "desk",
        "The document",
        _row("undo", "u", "Undo", "Take back your last change here, also after a restart; it says what.",
             footer="reading selected tagged"),
        _row("redo", "ctrl+r U", "Redo", "Do again what was taken back."),
        _row("finish", "d", "Finish, or reopen", "Say that you have read it to the end; a finished document is changed "
             "only after it is reopened with the same key. A finished document without tags is a result too.",
             footer="reading finished", hint="Finish"),
        _row("own-otherwise", "S", "Same words, tagged otherwise", "Passages here whose words you gave another code "
             "somewhere. Off in a reliability round and in a retest."),
        _row("document-memo", "M", "Memo on the document", "Write a memo on the document as a whole."),
        _row("codebook", "c", "Codebook pane", "Show or hide what the code at the cursor means.", footer="reading",
             hint="Codebook"),
        _row("codebook-on", "J", "Codebook pane on", "Scroll it by a page.", run="scroll_pane('1')"),
        _row("codebook-back", "K", "Codebook pane back", "Scroll it back by a page.", run="scroll_pane('-1')"),
        _row("passages", "p", "Passages pane", "Show or hide the list of your tags in this document.",
             footer="reading finished", hint="Passages"),
        _row("placing", "T", "Passages of a corrected text", "When the text was corrected: say where the passages are "
             "whose place is in doubt. What is selected is offered as a place.", footer="reading finished",
             hint="Corrected"),
    ),
    *_placed(
        "documents",
        "The documents",
        _row("find-document", "slash", "Find a document", "Type some letters of its title.", footer="list",
             hint="Find"),
        _row("unfinished", "e", "Next unfinished document", "Go to the next one that you have not finished.",
             footer="list", hint="Unfinished"),
        _row("import", "I", "Import files", "Take text or Markdown files in as documents.", footer="list",
             hint="Import"),
        _row("who", "w", "Who are you?", "Go on as another coder of this project."),
        _row("decide", "D", "Decide rows of an import", "Go through the rows that tags-import could not place, one by "
             "one, and choose a place for each."),
        _row("correct", "T", "Correct a text", "Leads: put the text of a file in place of the chosen document's; the "
             "differences are shown first. The tags follow."),
        _row("uncorrect", "U", "Take a correction back", "Leads: the chosen document gets the text from before its "
             "last correction, and every tag its place."),
    ),
    *_placed(
        "picker",
        "The projects",
        _row("open-path", "o", "Open a project", "By the path of its file.", footer="list", hint="Open a file"),
        _row("new-project", "n", "Make a project", "You are its lead.", footer="list", hint="New"),
        _row("demo", "t", "Try the demo", "A made-up project that you can ruin as you like.", footer="list",
             hint="Demo"),
    ),
    *_placed(
        "passages",
        "Which passages",
        _row("code-by-digit", "1 2 3 4 5 6 7 8 9", "Those of a code", "The code under that digit, and its sub-codes.",
             run="code('{key}')", footer="list", hint="Code", palette=False),
        _row("any-code", "a plus", "Those of another code", "Choose among all codes. 0 shows all.", footer="list",
             hint="Other"),
        _row("all-codes", "0", "Those of all codes", "Take the filter by code off."),
        _row("whose", "w", "Whose", "One coder's, or everybody's.", footer="list", hint="Whose"),
        _row("in-document", "t", "In one document", "Or in all.", footer="list", hint="Document"),
        _row("of-case", "i", "Of one case", "Or of all.", footer="list", hint="Case"),
        _row("asked", "f", "Only questions to the lead", "Again: all.", footer="list", hint="Asked"),
        _row("answer", "A", "Answer a question", "Leads: its coder reads the answer on the passage. f lists what is "
             "asked."),
        _row("with-words", "slash", "With words", "Only those in which, or in whose memo, these words stand.",
             footer="list", hint="Search"),
        _row("context", "z", "More or less context", "One row, three, or eight for each passage.", footer="list",
             hint="Context"),
        _row("clear", "escape x", "No filters", "Take the filters off; a coder sees their own passages again."),
    ),
    *_placed(
        "quotes",
        "Quotes in all documents",
        _row("quote-up", "up", "Place before", "", run="move('up')", palette=False),
        _row("quote-down", "down", "Next place", "", run="move('down')", palette=False),
        _row("quote-page", "pagedown", "Page on", "", run="move('page')", palette=False),
        _row("quote-page-back", "pageup", "Page back", "", run="move('page_back')", palette=False),
        _row("quote-open", "enter", "Go to the place", "It is selected there: a digit tags it.", run="open",
             footer="list", hint="Open", palette=False),
        _row("quote-leave", "escape", "Leave", "Back to where you were.", run="leave", footer="list", palette=False),
    ),
    *_placed(
        "deciding",
        "Rows of an import to decide",
        _row("none", "n", "None of these", "The row is not to be tagged; it stays in the file, marked so.",
             footer="list", hint="None"),
        _row("skip", "s right", "Next row", "Leave this one for later.", footer="list", hint="Skip"),
        _row("before", "b left", "Row before", "Back to one that was skipped.", footer="list", hint="Back"),
        _row("leave-deciding", "escape", "Back to the documents", "Enter tags at the chosen place; what was decided is "
             "kept.", run="leave"),
    ),
    *_placed(
        "placing",
        "Passages of a corrected text",
        _row("gone", "x", "It is gone", "The corrected text has no such passage: remove the tag.", footer="list",
             hint="Gone"),
        _row("skip-placing", "s right", "Next passage", "Leave this one for later.", run="skip", footer="list",
             hint="Skip"),
        _row("before-placing", "b left", "Passage before", "Back to one that was skipped.", run="before",
             footer="list", hint="Back"),
        _row("leave-placing", "escape", "Back to the text", "Select a passage there and come again: it is offered as "
             "a place.", run="leave", footer="list", hint="Text"),
    ),
    *_placed(
        "correcting",
        "A text to correct",
        _row("leave-correcting", "escape", "Leave it as it is", "Nothing is changed. Enter puts the corrected text in "
             "force.", run="leave", footer="list", hint="Leave it"),
    ),
    *_placed(
        "alike",
        "Alike passages",
        _row("leave-alike", "escape", "Back", "Enter goes to the chosen place and selects it.", run="leave",
             footer="list", hint="Back"),
    ),
    *_placed(
        "review",
        "Decide",
        _row("take-coder", "1 2 3 4 5 6 7 8 9", "Take a coder's tags", "What the coder with that number gave belongs "
             "here; nothing, if they gave nothing.", run="take('{key}')", hint="Take", palette=False),
        _row("take-all", "a plus", "All of it", "What each of them gave belongs here."),
        _row("nothing", "x 0", "Nothing belongs here", "Nobody is right.", hint="Nothing"),
        _row("edges", "enter", "Other edges", "The code belongs on the words that are selected.",
             hint="Edges"),
        _row("other-code-here", "r", "Another code", "On the selected words, else on the whole place.",
             run="other_code", hint="Other"),
        _row("also-code", "R", "One more code", "Beside what is decided already."),
        _row("why", "m", "Why", "A reason from the list that leads make, or in your own words.",
             hint="Why"),
        _row("propose", "M", "A sentence for the codebook", "It is listed with the ruling, for the next version."),
        _row("take-sentence", "T", "Take a sentence in", "Leads: put a sentence that a ruling proposes into the "
             "codebook, as a new version."),
        _row("leave-open", "o", "Leave open", "Take back what was decided here."),
        _row("agree-place", "y", "Yes", "Say yes to what is proposed; when each coder of the place has, it is settled.",
             hint="Yes"),
        _row("how", "t", "Rule or propose", "Leads: what you decide is a ruling, or a proposal that the coders agree "
             "on."),
        _row("slips", "B", "Small slips of edges", "Settle all that are listed of at most so many words, in one "
             "action."),
        _row("comment", "C", "Comment", "Say something about the place; the agenda has it."),
        _row("undo-review", "u", "Undo", "Take back your last decision, also after a restart.", run="undo",
             hint="Undo"),
        _row("redo-review", "ctrl+r U", "Redo", "Decide again what was taken back.", run="redo"),
    ),
    *_placed(
        "review",
        "Which place",
        _row("next-place", "n right_square_bracket", "Next place", "As it is listed.", hint="Next"),
        _row("previous-place", "N p left_square_bracket", "Place before", "As it is listed."),
        _row("open-place", "e", "Next open place", "The next that needs a decision.", hint="Open"),
        _row("list-places", "l", "List of the places", "Type to find one.", run="list"),
        _row("filter", "f", "Which are listed", "By kind, code, coder, document or state.",
             hint="Filter"),
        _row("sort-places", "z", "Sort by leverage", "What |u-alpha would gain. Not an order to settle them in: that "
             "chases the figure. Again: text order.", run="sort"),
        _row("sample-agreed", "A", "Agreed places too", "Draw some places on which all agree: agreement is not "
             "correctness.", run="sample"),
        _row("mask", "H", "Mask the names", "Letters stand for the coders' names. Again: names."),
        _row("to-text", "g", "To the text", "Your own desk, at the place."),
    ),
    *_placed(
        "review",
        "Select",
        _row("review-sentence", "s", "Select the sentence", "Again: the next one too.", run="select_sentence"),
        _row("review-word", "W", "Select the word", "Again: the next one too.", run="select_word"),
        _row("review-select", "v", "Start or stop selecting", "Moving extends the selection.", run="start_select"),
        _row("review-extend", "shift+left shift+right shift+up shift+down ctrl+shift+left ctrl+shift+right",
             "Extend the selection", "With Shift, moving selects.", run="extend('{key}')", palette=False),
        _row("review-left", "left h", "Left", "", run="go('left')", palette=False),
        _row("review-right", "right", "Right", "", run="go('right')", palette=False),
        _row("review-up", "up k", "Up", "", run="go('up')", palette=False),
        _row("review-down", "down j", "Down", "", run="go('down')", palette=False),
        _row("review-word-back", "b ctrl+left", "Word back", "", run="go('word_back')", palette=False),
        _row("review-word-on", "w ctrl+right", "Word forward", "", run="go('word')", palette=False),
        _row("review-page", "space pagedown", "Page on", "", run="go('page')", palette=False),
        _row("review-page-back", "pageup", "Page back", "", run="go('page_back')", palette=False),
        _row("review-escape", "escape", "Leave", "Clear the selection; without one, back.", run="escape",
             palette=False),
    ),
    *_placed(
        "corrections",
        "What was settled otherwise than you had it",
        _row("leave-corrections", "escape", "Back", "Enter goes to the chosen place in the text.", run="leave",
             footer="list", hint="Back"),
    ),
    *_placed(
        "agreement",
        "How far the coders agree",
        _row("next-level", "right tab l", "Next level", "By case, document, paragraph, sentence, passage, character.",
             run="level('1')", footer="list", hint="Level"),
        _row("previous-level", "left shift+tab h", "Level before", "Back through the same levels.", run="level('-1')"),
    ),
    *_placed(
        "places",
        "The places behind a figure",
        _row("by-gain", "s", "Sort by what it costs", "By what the code's |u-alpha would gain, had all agreed there; "
             "again: in the order of the texts. No order to settle them in: that chases the figure.", run="sort",
             footer="list", hint="Sort"),
    ),
    *_placed(
        "cases",
        "The cases",
        _row("find-case", "slash", "Find cases", "With words in their names, attributes or notes; or NAME=VALUE.",
             run="find", footer="list", hint="Find"),
        _row("all-cases", "escape x", "No filter", "All cases again.", run="all"),
        _row("case-status", "s", "Does it count?", "Leads: included, duplicate, suspected fake, unsure, with the "
             "reason.", run="status", footer="list", hint="Status"),
        _row("alike-cases", "a", "The same person twice?", "Pairs of cases that may be one person.", run="alike",
             footer="list", hint="Alike"),
        _row("case-columns", "right l", "Columns on", "Those that have no room in the window.", run="columns('1')"),
        _row("case-columns-back", "left h", "Columns back", "Back to the first ones.", run="columns('-1')"),
    ),
    *_placed(
        "case",
        "A case",
        _row("this-status", "s", "Does it count?", "Leads: included, duplicate, suspected fake, unsure, with the "
             "reason.", run="status", footer="list", hint="Status"),
        _row("case-whose", "w", "By whose coding", "The final coding, one coder's, what any coder gave, or all.",
             run="whose", footer="list", hint="Whose"),
        _row("leave-case", "escape", "Back", "Enter goes to the chosen document or passage.", run="leave",
             footer="list", hint="Back"),
    ),
    *_placed(
        "pairs",
        "Cases that may be one person",
        _row("judge-same", "s", "One person", "With the reason; leads may leave one of the two out of the counts.",
             run="judge('same')", footer="list", hint="Same"),
        _row("judge-different", "d", "Two persons", "With the reason; the pair is not asked about again.",
             run="judge('different')", footer="list", hint="Different"),
        _row("judge-unsure", "u", "Nobody can tell", "With the reason.", run="judge('unsure')", footer="list",
             hint="Unsure"),
        _row("judged", "t", "What was judged", "What was said about pairs; again: the pairs to look at.",
             footer="list", hint="Judged"),
        _row("leave-pairs", "escape", "Back", "Enter looks at one of the two.", run="leave"),
    ),
    *_placed(
        "shares",
        "Shares of cases",
        _row("next-view", "tab", "Next view", "Shares; reasons for joining against those for leaving; codes on the "
             "same passages; over time.", run="view('1')", footer="list", hint="View"),
        _row("previous-view", "shift+tab", "View before", "Back through the same views.", run="view('-1')"),
        _row("by", "b", "By what", "Shares by an attribute, a grouping or a period; over time: by which period.",
             footer="list", hint="By"),
        _row("shares-whose", "w", "By whose coding", "The final coding, one coder's, what any coder gave, or all.",
             run="whose", footer="list", hint="Whose"),
        _row("saying", "v", "Only in a voice, of a strength", "Passages of which that is said.", footer="list",
             hint="Voice"),
        _row("of-round", "t", "Only of a round", "Or of all but training and retests.", run="round", footer="list",
             hint="Round"),
        _row("of-cases", "i", "Only some cases", "By what is said of them; again: one more condition.",
             footer="list", hint="Cases"),
        _row("any-of", "a plus", "A code, or any of several", "Each time one more: the share of cases that gave any.",
             run="any_code"),
        _row("each-code", "0", "Each code by itself", "As at first.", run="all_codes"),
        _row("shares-columns", "right l", "Columns on", "Those that have no room in the window.",
             run="columns('1')"),
        _row("shares-columns-back", "left h", "Columns back", "Back to the first ones.", run="columns('-1')"),
        _row("clear-shares", "escape x", "No filters", "All cases, by the final coding.", run="clear"),
    ),
    *_placed(
        "list",
        "Lists",
        _row("list-up", "up k", "Up", "", run="move('up')", palette=False),
        _row("list-down", "down j", "Down", "", run="move('down')", palette=False),
        _row("list-page", "pagedown space", "Page on", "", run="move('page')", palette=False),
        _row("list-page-back", "pageup", "Page back", "", run="move('page_back')", palette=False),
        _row("list-top", "home g", "First", "", run="move('top')", palette=False),
        _row("list-bottom", "end G", "Last", "", run="move('bottom')", palette=False),
        _row("take", "enter", "Open", "What is chosen; a second click does it too.", footer="list",
             palette=False),
    ),
    *_placed(
        "app",
        "Everywhere",
        _row("help", "question_mark f1", "Help", "Every key that works here."),
        _row("command_palette", "ctrl+p", "Commands of this screen", "By name, with their keys.", palette=False),
        _row("retrieval", "ctrl+f f4", "Passages across documents", "All passages of a code, in context, from every "
             "document."),
        _row("quotes", "f5", "Quotes in all documents", "Paste or type a quote: the places where it stands, or may "
             "stand, in every document."),
        _row("agreement", "f3", "Agreement", "How far the coders agree, live; Enter goes on to the places behind a "
             "figure."),
        _row("review", "f7", "Review of disagreements", "Place after place: what each coder gave, and what belongs "
             "there. Leads rule; coders propose and say yes, once a round is not blind."),
        _row("corrections", "f8", "Corrections", "Your own passages that were settled otherwise, with the reason."),
        _row("cases", "f9", "Cases", "The register: what is known of each case, what it gave, whether it counts; cases "
             "that may be one person."),
        _row("shares", "f10 ctrl+t", "Shares of cases", "How many cases gave which code, by attributes and over time; "
             "reasons for joining against those for leaving."),
        _row("colours", "f6", "Colours", "The next theme: night, paper, the terminal's dark and light."),
        _row("back", "q f2", "Back", "To the documents, and from there out."),
        _row("quit", "ctrl+q", "Quit", "Nothing needs saving: every change is on disk already."),
    ),
)  # fmt: skip

_SIGNS = {
    "left_square_bracket": "[", "right_square_bracket": "]", "less_than_sign": "<", "greater_than_sign": ">",
    "left_parenthesis": "(", "right_parenthesis": ")", "left_curly_bracket": "{", "right_curly_bracket": "}",
    "question_mark": "?", "slash": "/", "plus": "+", "dollar_sign": "$", "circumflex_accent": "^",
    "left": "←", "right": "→", "up": "↑", "down": "↓", "escape": "Esc", "enter": "Enter", "tab": "Tab",
    "space": "Space", "delete": "Delete", "backspace": "Backspace", "home": "Home", "end": "End", "pageup": "PgUp",
    "pagedown": "PgDn", "shift": "Shift", "ctrl": "Ctrl",
}  # fmt: skip


def sign(key: str) -> str:
    """A key as people write it: `less_than_sign` is "<", `ctrl+p` is "Ctrl+P"."""
    parts = key.split("+")
    if len(parts) == 1:
        return _SIGNS.get(key, key.upper() if len(key) == 2 and key[0] == "f" else key)
    return "+".join(_SIGNS.get(part, part.upper()) for part in parts)


def signs(action: Action) -> str:
    """All keys of an action as people write them."""
    if action.id in ("code", "code-by-digit", "take-coder"):
        return "1…9"
    if action.id == "extend":
        return "Shift+←→↑↓ Home End PgUp PgDn, Ctrl+Shift+←→"
    return " ".join(sign(key) for key in action.keys)


def of(where: str) -> list[Action]:
    """The actions of one place, in the order of the table."""
    return [action for action in ACTIONS if action.where == where]


def bindings(where: str) -> "list[Binding]":
    """Textual's bindings for one place."""
    from textual.binding import Binding

    return [
        Binding(key, action.run.replace("{key}", key), action.label, show=False, id=f"{action.id}.{key}")
        for action in of(where)
        for key in action.keys
    ]


def offered(where: str) -> list[Action]:
    """What the last line of a list offers."""
    return [action for place in ("list", where) for action in of(place) if "list" in action.footer]


def places(where: str) -> tuple[str, ...]:
    """The place, and those whose keys work there too."""
    return tuple(dict.fromkeys((where, *(["list"] if where in LISTED else []), "app")))


def groups(where: str) -> Iterator[tuple[str, list[Action]]]:
    """The actions of one place under the headings of the help page."""
    for group, some in groupby(of(where), key=lambda action: action.group):
        yield group, list(some)


def key_map() -> str:
    """docs/keys.md."""
    lines = ["# Keys", "", "Made from the table in `coder/actions.py`: `python -m coder.actions > docs/keys.md`."]
    lines += ["In the program, `?` shows the keys of the screen you are on, and Ctrl+P its commands by name."]
    for where, title in PLACES.items():
        if not of(where):
            continue
        lines += ["", f"## {title}"]
        for group, some in groups(where):
            if group != title:
                lines += ["", f"### {group}"]
            lines += ["", "| key | does | |", "|---|---|---|"]
            lines += [f"| {_cell(signs(a))} | {_cell(a.label)} | {_cell(a.help)} |" for a in some]
    return "\n".join(lines) + "\n"


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;")


if __name__ == "__main__":
    print(key_map(), end="")
