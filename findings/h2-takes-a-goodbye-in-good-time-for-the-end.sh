#!/usr/bin/env bash
# h2 4.4.1: once a server has announced by GOAWAY that it will close, a client reads nothing more of the streams that still run.
#
# RFC 9113 (6.8) has a server that shuts down in order send GOAWAY with the highest number first and end its streams after that;
# gRPC's servers do so whenever a connection has become old. One would expect h2 to tell of it and to go on reading. It takes its
# connection for closed: the next frame of a stream that runs, data or the trailers with its status, raises a ProtocolError, so
# that a client which feeds h2 all that comes loses each reply that was being written.
#
# Seen on 2026-11-30:
#   told: ConnectionTerminated, last stream 2147483647, error 0
#   the rest of stream 1: Invalid input ConnectionInputs.RECV_DATA in state ConnectionState.CLOSED
#   without the goodbye: DataReceived TrailersReceived StreamEnded
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q h2==4.4.1
cat >"$folder/try.py" <<'P'
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.exceptions import ProtocolError
from hyperframe.frame import GoAwayFrame

REQUEST = [(":method", "POST"), (":scheme", "http"), (":path", "/s/M"), (":authority", "example.test")]


def rest_of_a_stream(goodbye):
    client = H2Connection(H2Configuration(client_side=True))
    server = H2Connection(H2Configuration(client_side=False))
    client.initiate_connection()
    server.initiate_connection()
    client.send_headers(1, REQUEST, end_stream=True)
    server.receive_data(client.data_to_send())
    server.send_headers(1, [(":status", "200")])
    client.receive_data(server.data_to_send())
    if goodbye:
        (told,) = client.receive_data(goodbye)
        print(f"told: {type(told).__name__}, last stream {told.last_stream_id}, error {int(told.error_code)}")
    server.send_data(1, b"the rest")
    server.send_headers(1, [("grpc-status", "0")], end_stream=True)
    try:
        return " ".join(type(event).__name__ for event in client.receive_data(server.data_to_send()))
    except ProtocolError as fault:
        return str(fault)


print("the rest of stream 1:", rest_of_a_stream(GoAwayFrame(0, last_stream_id=2**31 - 1).serialize()))
print("without the goodbye:", rest_of_a_stream(None))
P
seen=$("$folder/venv/bin/python" "$folder/try.py")
echo "$seen"
[ "$seen" = "told: ConnectionTerminated, last stream 2147483647, error 0
the rest of stream 1: Invalid input ConnectionInputs.RECV_DATA in state ConnectionState.CLOSED
without the goodbye: DataReceived TrailersReceived StreamEnded" ]
