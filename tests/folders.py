"""Where what a test writes stands: a folder of the run, and within it one of each worker."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def own_folder() -> str:
    """The data folder of this process; what a test starts in turn shares it.

    A worker starts with the folder of the process that started it. Two workers in one folder
    would see each other's files.
    """
    folder = os.environ.get("DATA_DIR")
    if not folder:
        folder = tempfile.mkdtemp(prefix="jornadas-test-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return folder if Path(folder).name == worker else str(Path(folder, worker))
