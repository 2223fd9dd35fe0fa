#!/usr/bin/env bash
# google-api-core 2.33.0: a fault whose details repeat its message in other words is no Google error any more, but a ValueError.
#
# A server of gRPC may tell a fault twice: by status and message, and by a `google.rpc.Status` beside them, as Google's do. One
# would expect `from_grpc_error` to make the error of the status in any case, and to leave out details that it cannot use. Where
# the two messages differ by so much as a full stop, it raises ValueError, and where the details cannot be read, DecodeError:
# whoever catches `GoogleAPICallError` around a call never sees that a quota was used up. (A generated client's calls all go by it.)
#
# Seen on 2026-11-30 with google-api-core 2.33.0, grpcio-status 1.71.2:
#   the same words: ResourceExhausted
#   a full stop more: ValueError
#   details that are none: DecodeError
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q google-api-core==2.33.0 grpcio==1.85.1 grpcio-status==1.71.2
cat >"$folder/try.py" <<'P'
import warnings

warnings.simplefilter("ignore")
from google.api_core.exceptions import from_grpc_error
from google.rpc.status_pb2 import Status
from grpc import StatusCode, aio


def told(details):
    trailing = aio.Metadata(("grpc-status-details-bin", details))
    fault = aio.AioRpcError(StatusCode.RESOURCE_EXHAUSTED, aio.Metadata(), trailing, "Quota exceeded")
    try:
        return type(from_grpc_error(fault)).__name__
    except Exception as other:
        return type(other).__name__


print("the same words:", told(Status(code=8, message="Quota exceeded").SerializeToString()))
print("a full stop more:", told(Status(code=8, message="Quota exceeded.").SerializeToString()))
print("details that are none:", told(b"\xff"))
P
seen=$("$folder/venv/bin/python" "$folder/try.py")
echo "$seen"
[ "$seen" = "the same words: ResourceExhausted
a full stop more: ValueError
details that are none: DecodeError" ]
