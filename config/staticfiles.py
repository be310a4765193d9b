"""Static files as they are served: named by content, compressed, and the stylesheet in one piece.

While developing, the browser loads the parts of `site.css` one by one, so that a rule is found in
the file where it stands. `collectstatic` writes them into one file: one request, one compression.
"""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/site.css"
IMPORT = re.compile(r'@import "([^"]+)" layer\((\w+)\);\n')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BLANKS = re.compile(r"\s+")
TIGHT = re.compile(r"\s*([{};,>])\s*")


def squeeze(css: str) -> str:
    """The same rules without comments and blanks; those around + and - matter to calc()."""
    # What stands between quotes stays as it is.
    pieces = re.split(r'("[^"\n]*")', COMMENT.sub("", css))
    return (
        "".join(
            piece if piece.startswith('"') else TIGHT.sub(r"\1", BLANKS.sub(" ", piece))
            for piece in pieces
        )
        .replace(";}", "}")
        .strip()
    )


def bundle(css: str, read) -> str:
    """`css` with every imported part in its place; `read(name)` gives the text of a part."""
    return squeeze(IMPORT.sub(lambda m: f"@layer {m[2]} {{\n{read(m[1])}\n}}\n", css))


class StaticFiles(CompressedManifestStaticFilesStorage):
    # The gate's modules import one another by the names that tell their content, too.
    support_js_module_import_aggregation = True
    # As often as modules stand in a row, each importing the next.
    max_post_process_passes = 12

    def post_process(self, paths, dry_run=False, **options):
        if BUNDLE in paths and not dry_run:
            paths = dict(paths)
            folder = BUNDLE.rpartition("/")[0]
            whole = bundle(_text(paths, BUNDLE), lambda name: _text(paths, f"{folder}/{name}"))
            if self.exists(BUNDLE):
                self.delete(BUNDLE)
            self.save(BUNDLE, ContentFile(whole.encode()))
            # From here on the file is read from where it was written, in one piece.
            paths[BUNDLE] = (self, BUNDLE)
        yield from super().post_process(paths, dry_run=dry_run, **options)


def _text(paths, name: str) -> str:
    """The text of a file where it was found, not of a copy that an earlier run has bundled."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
