"""The report as Markdown, for people who write elsewhere: the same words and tables; a chart is told in a sentence."""

from coder.display import show
from coder.markdown import escaped, table
from coder.report.blocks import Block, Quotation, Report, Table, Words


def markdown(report: Report) -> str:
    """The text, in which a foreign word is no markup."""
    told = [f"# {escaped(report.title)}", f"Written {report.made}."]
    for section in report.sections:
        told += [f"{'#' * section.level} {escaped(section.title)}", *map(_block, section.blocks)]
    return "\n\n".join(told) + "\n"


def _block(block: Block) -> str:
    match block:
        case Words():
            return f"- {escaped(block.text)}" if block.note else escaped(block.text)
        case Table():
            return f"{escaped(block.caption)}:\n\n{table(block.header, block.rows)}".rstrip("\n")
        case Quotation():
            lines = [escaped(line) for line in show(block.words, keep="\n").split("\n") if line.strip()]
            return "\n>\n".join(f"> {line}" for line in [*lines, "— " + escaped(" · ".join(block.about))])
        case _:
            return f"{escaped(block.title)}: {escaped(block.told)}."
