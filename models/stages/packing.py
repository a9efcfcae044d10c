"""Results of stages as bytes and back: records of arrays as safetensors, nothing pickled.

A record is a dataclass of our own packages; it is made anew by its constructor, so its checks run.
"""

import importlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file
from scipy import sparse

OURS = ("models", "elicitation")  # packages whose records are read back
_TREE = "tree"
_PLAIN = (type(None), bool, int, float, str)


def pack(value: object, path: Path) -> None:
    """Write ``value`` to ``path``. Raises TypeError for what is neither record, array nor plain."""
    arrays: dict[str, np.ndarray] = {}
    tree = json.dumps(_tree(value, arrays))
    save_file(arrays, path, metadata={_TREE: tree})


def unpack(path: Path) -> Any:
    """What ``pack`` wrote. Raises ValueError if it is of a class that is not ours."""
    with safe_open(path, "np") as stored:
        arrays = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
        return _value(json.loads(stored.metadata()[_TREE]), arrays)


def _tree(value: object, arrays: dict[str, np.ndarray]) -> Any:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, np.ndarray | np.generic):
        return _array(np.asarray(value), arrays)
    if isinstance(value, sparse.csr_matrix):
        parts = value.data, value.indices, value.indptr
        return {"csr": [_tree(part, arrays) for part in parts], "shape": list(value.shape)}
    if isinstance(value, tuple | list):
        return {type(value).__name__: [_tree(each, arrays) for each in value]}
    if isinstance(value, Mapping):
        pairs = [[_tree(key, arrays), _tree(each, arrays)] for key, each in value.items()]
        return {"pairs": pairs}
    if is_dataclass(value) and type(value).__module__.split(".")[0] in OURS:
        own = {f.name: _tree(getattr(value, f.name), arrays) for f in fields(value) if f.init}
        return {"record": f"{type(value).__module__}:{type(value).__qualname__}", "fields": own}
    raise TypeError(f"a {type(value).__name__} cannot be kept")


def _array(array: np.ndarray, arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    """Columns first stays columns first: products of another order differ in their last bits."""
    by_columns = array.flags.f_contiguous and not array.flags.c_contiguous
    name = str(len(arrays))
    arrays[name] = np.array(array.T if by_columns else array, order="C")
    return {"array": name, "writable": array.flags.writeable, "by columns": by_columns}


def _value(tree: Any, arrays: Mapping[str, np.ndarray]) -> Any:
    match tree:
        case {"array": name, "writable": writable, "by columns": by_columns}:
            array = arrays[name].T if by_columns else arrays[name]
            array.setflags(write=writable)
            return array
        case {"csr": parts, "shape": shape}:
            return sparse.csr_matrix(tuple(_value(part, arrays) for part in parts), shape=shape)
        case {"tuple": parts}:
            return tuple(_value(part, arrays) for part in parts)
        case {"list": parts}:
            return [_value(part, arrays) for part in parts]
        case {"pairs": pairs}:
            return {_value(key, arrays): _value(each, arrays) for key, each in pairs}
        case {"record": name, "fields": own}:
            return _class(name)(**{field: _value(each, arrays) for field, each in own.items()})
    return tree


def _class(name: str) -> type:
    module, _, qualified = name.partition(":")
    if module.split(".")[0] not in OURS:
        raise ValueError(f"{name} is no record of ours")
    found = getattr(importlib.import_module(module), qualified, None)
    if not (isinstance(found, type) and is_dataclass(found) and found.__module__ == module):
        raise ValueError(f"{name} is no record of ours")
    return found
