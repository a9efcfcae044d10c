"""How a command ends that has read tables."""

import logging
import os
import sys
from typing import NoReturn


def leave(code: int) -> NoReturn:
    """End the process with this exit code, all output written.

    Threads of pyarrow may still be letting go of what they read. One that does so while the
    interpreter is being taken down aborts the process, which then has another exit code
    (apache/arrow#36389, #34314); so it is not taken down.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
