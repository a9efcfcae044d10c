"""Memory prefetch, an instruction that numba lacks.

A lookup in a large table waits for memory. Prefetching buckets some lookups ahead overlaps these
waits and halves the time of a batch (``python -m benchmarks.embedding`` measures it).
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np import arrayobj


def _prefetch(typing_context: Any, array: Any, position: Any) -> Any:

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = arrayobj.make_array(signature.args[0])(context, builder, arguments[0]).data
        byte = ir.IntType(8).as_pointer()
        address = builder.bitcast(builder.gep(data, [arguments[1]]), byte)
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        call = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        read, keep, of_data = (ir.Constant(number, n) for n in (0, 3, 1))
        builder.call(call, [address, read, keep, of_data])
        return context.get_dummy_value()

    return types.void(array, types.int64), generate


# prefetch(array, position): the element of a contiguous array, to be read soon; returns nothing
prefetch: Any = intrinsic(_prefetch)
