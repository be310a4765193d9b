"""Sets documents in a process that `typesetting` starts: one, and ends; `press` sets many.

Arguments: template, root, fonts; standard input: the data as JSON; standard output: the PDF. What
goes wrong is said on standard error, with status 1.
"""

import sys
from typing import Any, cast

import typst

# A tagged PDF for everybody.
STANDARDS = ["ua-1"]


class Unset(Exception):  # noqa: N818 — told to another process, never to a person
    """Could not be set; the text says why."""


def compiler(template: str, root: str, fonts: str) -> typst.Compiler:
    """What sets `template` (a file of `root`, without ending), again and again."""
    return typst.Compiler(
        input=f"{root}/{template}.typ",
        root=root,
        font_paths=typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[fonts],
        ),
        # No packages: what is not in `root` does not exist.
        package_path="/nonexistent",
        package_cache_path="/nonexistent",
    )


def set_document(compiler: typst.Compiler, data: str, standards: list[Any]) -> bytes:
    """The PDF of `data` (JSON). Raises Unset."""
    inputs = {"data": data}
    try:
        try:
            pdf, warnings = compiler.compile_with_warnings(
                format="pdf", pdf_standards=standards, sys_inputs=inputs
            )
        except typst.TypstError as error:
            if "could not be displayed" not in error.message:
                raise
            # PDF/UA refuses a letter that the font lacks. A name in another script is printed with
            # boxes rather than no list at all; the document is tagged all the same.
            pdf, warnings = compiler.compile_with_warnings(
                format="pdf", pdf_standards=[], sys_inputs=inputs
            )
    except typst.TypstError as error:
        raise Unset("\n".join([error.message, *error.hints])) from error
    if warnings:
        # A missing font is a warning to typst: the document would look like another.
        raise Unset("\n".join(warning.message for warning in warnings))
    return cast(bytes, pdf)  # pages of their own come only with pictures


def main() -> int:
    # Made while the data is not there yet.
    one = compiler(*sys.argv[1:])
    try:
        sys.stdout.buffer.write(set_document(one, sys.stdin.buffer.read().decode(), STANDARDS))
    except Unset as reason:
        sys.stderr.write(str(reason))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
