"""Run as a process of its own by `typesetting`: sets one document and ends.

Standard input: {"template", "data", "root", "fonts"}; standard output: the PDF. What goes wrong is
said on standard error, with status 1.
"""

import json
import sys
from typing import cast

import typst


def _fail(*reasons: str) -> int:
    sys.stderr.write("\n".join(reasons))
    return 1


def main() -> int:
    order = json.load(sys.stdin)
    compiler = typst.Compiler(
        input=f"{order['root']}/{order['template']}.typ",
        root=order["root"],
        font_paths=typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[order["fonts"]],
        ),
        # No packages: what is not in `root` does not exist.
        package_path="/nonexistent",
        package_cache_path="/nonexistent",
        sys_inputs={"data": order["data"]},
    )
    try:
        try:
            pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=["ua-1"])
        except typst.TypstError as error:
            if "could not be displayed" not in error.message:
                raise
            # PDF/UA refuses a letter that the font lacks. A name in another script is printed with
            # boxes rather than no list at all; the document is tagged all the same.
            pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=[])
    except typst.TypstError as error:
        return _fail(error.message, *error.hints)
    if warnings:
        # A missing font is a warning to typst: the document would look like another.
        return _fail(*(warning.message for warning in warnings))
    sys.stdout.buffer.write(cast(bytes, pdf))  # pages of their own come only with pictures
    return 0


if __name__ == "__main__":
    sys.exit(main())
