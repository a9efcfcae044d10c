"""What a browser sends from a component of our own, for Streamlit's test runner."""

import json
from typing import Any

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest


def component_id(app: AppTest, key: str) -> str:
    """The widget id of the component with this key. Raises StopIteration if it is not shown."""
    ids = (element.proto.id for element in app.get("bidi_component"))
    return next(own for own in ids if own.endswith(f"-{key}"))


def send(app: AppTest, key: str, event: str, value: Any) -> AppTest:
    """The component with this key triggers an event, and the page runs again."""
    states = app._tree.get_widget_states()
    said = json.dumps([{"event": event, "value": value}])
    trigger = _make_trigger_id(component_id(app, key), "events")
    states.widgets.add(id=trigger, json_trigger_value=said)
    app._run(states)
    assert not app.exception
    return app
