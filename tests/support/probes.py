"""What a program asks a server by HTTP, without a browser."""

import http.client

from servers import Server


def probed(server: Server, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("localhost", server.port, timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body
