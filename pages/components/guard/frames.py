"""Which messages of a browser reach the platform: those that a page of ours sends."""

from collections.abc import Iterable

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from elicitation.json_text import read_json

# Left out on purpose: clear_cache empties caches of everybody, load_git_info tells paths and
# versions, set_run_on_save and the debug messages are for developers.
PASSED = frozenset(
    {
        "rerun_script",
        "stop_script",
        "app_heartbeat",
        "file_urls_request",
        "backend_operation_request",
    }
)
OPERATIONS = frozenset({"deferred_file", "dataframe_chunk"})
LONGEST = 1 << 20  # bytes of a message; a page of ours sends some hundred
LONGEST_QUERY = 2048  # characters of an address


def refusal(frame: bytes) -> str | None:
    """Why a binary frame is refused, None if it may pass. Never raises."""
    if len(frame) > LONGEST:
        return f"a message of {len(frame)} bytes"
    message = BackMsg()
    try:
        message.ParseFromString(frame)
    except (DecodeError, RecursionError):
        return "a frame that is no message"
    kind = message.WhichOneof("type")
    if kind not in PASSED:
        return f"a message of type {kind}"
    if kind == "backend_operation_request":
        payload = message.backend_operation_request.WhichOneof("payload")
        return None if payload in OPERATIONS else f"an operation of type {payload}"
    if kind == "rerun_script":
        if len(message.rerun_script.query_string) > LONGEST_QUERY:
            return "an address of more than 2048 characters"
        return _of_states(message.rerun_script.widget_states.widgets)
    return None


def _of_states(widgets: Iterable[WidgetState]) -> str | None:
    """The platform reads values of components as JSON, and fails on what is none."""
    for state in widgets:
        kind = state.WhichOneof("value")
        if kind in ("json_value", "json_trigger_value"):
            try:
                read_json(getattr(state, kind))
            except ValueError:
                return "a widget whose value is no JSON"
    return None
