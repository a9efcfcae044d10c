"""Origins, clients, rates and frames, without a server."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.proto.BackMsg_pb2 import BackMsg

from pages.components.guard.addresses import client_of
from pages.components.guard.buckets import Buckets, Rate
from pages.components.guard.frames import LONGEST, PASSED, refusal
from pages.components.guard.origins import is_same_origin


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        (None, "a.example", True),  # no browser's script
        ("http://a.example", "a.example", True),
        ("https://a.example", "a.example:443", True),
        ("http://A.Example.", "a.example", True),
        ("http://[::1]:8501", "[::1]:8501", True),
        ("http://a.example:8502", "a.example:8501", False),  # another server of this host
        ("https://a.example", "a.example:80", False),
        ("http://b.example", "a.example", False),
        ("http://a.example.b.example", "a.example", False),
        ("http://a.example@b.example", "a.example", False),
        ("null", "a.example", False),
        ("", "a.example", False),
        ("http://a.example:x", "a.example", False),
        ("file://", "a.example", False),
        ("http://[::1", "[::1", False),
    ],
)
def test_only_pages_of_this_host_and_port_are_of_this_server(origin, host, same):
    headers = {"host": host} | ({} if origin is None else {"origin": origin})
    assert is_same_origin(headers) is same


def test_a_host_rewritten_by_a_proxy_is_made_good_by_the_public_name():
    headers = {"host": "10.0.0.7:8501", "origin": "https://films.example"}
    assert not is_same_origin(headers)
    assert is_same_origin(headers, "films.example")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("198.51.100.7", "::ffff:198.51.100.7", True),
        ("::ffff:198.51.100.7", "::ffff:198.51.100.8", False),
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("unix:", "unix:", True),
    ],
)
def test_mapped_addresses_are_the_clients_they_map(one, other, same):
    assert (client_of(one) == client_of(other)) is same


@given(st.text())
def test_any_text_is_some_client(text):
    assert isinstance(client_of(text), str)


def test_a_burst_passes_and_then_the_rate():
    buckets = Buckets(Rate(10.0, 5.0))
    passed = sum(buckets.take("a", 0.0) for _ in range(100))
    passed += sum(buckets.take("a", 1.0) for _ in range(100))
    assert passed == 10
    assert buckets.take("b", 1.0), "another client has a bucket of its own"
    assert not buckets.take("a", 0.5), "a clock that goes back gives nothing"


def test_memory_is_bounded_whoever_comes():
    buckets = Buckets(Rate(1.0, 1.0), most=100)
    for number in range(10_000):
        buckets.take(str(number), 0.0)
    assert len(buckets) == 100


def message(kind: str) -> bytes:
    back = BackMsg()
    field = BackMsg.DESCRIPTOR.fields_by_name[kind]
    if field.message_type is None:
        setattr(back, kind, True)
    else:
        getattr(back, kind).SetInParent()
    return back.SerializeToString()


@pytest.mark.parametrize("kind", [f.name for f in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields])
def test_messages_that_no_page_sends_are_refused(kind):
    wanted = PASSED - {"backend_operation_request"}  # which needs a payload that is known
    assert (refusal(message(kind)) is None) == (kind in wanted)


def test_operations_that_no_page_asks_for_are_refused():
    back = BackMsg()
    back.backend_operation_request.install_skills.SetInParent()
    assert refusal(back.SerializeToString())
    back.backend_operation_request.deferred_file.file_id = "f"
    assert refusal(back.SerializeToString()) is None


def test_long_frames_and_addresses_are_refused():
    assert refusal(b"\0" * (LONGEST + 1))
    back = BackMsg()
    back.rerun_script.query_string = "s=" + "a" * 4000
    assert refusal(back.SerializeToString())


@given(st.binary(max_size=2000))
def test_no_frame_raises(frame):
    refusal(frame)


@pytest.mark.parametrize("kind", ["json_value", "json_trigger_value"])
@pytest.mark.parametrize(("text", "passes"), [
    ("{}", True), ('[{"event": "said"}]', True), ("", False), ("{", False), ("[" * 100_000, False)
])  # fmt: skip
def test_a_widget_whose_value_is_no_json_is_refused(kind, text, passes):
    """The platform failed on it, with a traceback in the log for each."""
    back = BackMsg()
    setattr(back.rerun_script.widget_states.widgets.add(id="x"), kind, text)
    assert (refusal(back.SerializeToString()) is None) == passes
