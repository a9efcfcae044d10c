"""Files that visitors send: read once in the server's memory, then dropped from it."""

from starlette.formparsers import MultiPartParser
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from pages.components.guard.uploads import MOST_BYTES, Uploads

# Larger parts of a form go to a temporary file; what somebody uploads stays off the disk.
MultiPartParser.spool_max_size = MOST_BYTES


def _remove(session: str, file: str) -> None:
    files = Runtime.instance().uploaded_file_mgr if Runtime.exists() else None
    if isinstance(files, MemoryUploadedFileManager):
        files.remove_file(session, file)


UPLOADS = Uploads(_remove)


def taken(file: UploadedFile) -> bytes:
    """The bytes of an uploaded file, which the server forgets."""
    context = get_script_run_ctx()
    data = file.getvalue()
    if context is not None:
        UPLOADS.done((context.session_id, file.file_id))
    return data
