"""A local address service, which speaks as the Base Adresse Nationale documents it.

`python -m tests.address_service PORT` serves it, to try the admin by hand with
GEOCODER_DOMAIN=127.0.0.1:PORT and GEOCODER_SCHEME=http.
"""

import json
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


def feature(label, latitude, longitude, *, kind="housenumber", score=0.97, **others):
    """One answer; `name` is the label without its postal code and commune."""
    street = label.rsplit(" ", 2)[0]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {
            "label": label,
            "score": score,
            "id": "00000_0000",
            "type": kind,
            "name": street,
            "postcode": "00000",
            "citycode": "00000",
            "city": label.rsplit(" ", 1)[-1],
            "context": "00, Essai, Essai",
            "importance": 0.5,
            **others,
        },
    }


NYONS = (
    feature("3 Rue du Four 26110 Nyons", 44.36087, 5.14012),
    feature("Rue du Four 26110 Nyons", 44.3609, 5.1402, kind="street", score=0.71),
    feature("Les Fours 26110 Nyons", 44.3712, 5.1203, kind="locality", score=0.52),
    feature("Nyons", 44.3589, 5.1391, kind="municipality", score=0.4),
    feature("3 Rue du Four 84000 Avignon", 43.9487, 4.8083, score=0.38),
)


class AddressService:
    """What it answers, and the questions it was asked, as their parameters.

    `body` replaces the features by bytes of any kind; `pieces` sends them one by one,
    with a pause of `pause` seconds before each, cut short when the service ends.
    """

    def __init__(self):
        self.features, self.status, self.body = list(NYONS), 200, None
        self.headers, self.pause, self.pieces = {}, 0, 1
        self.asked, self.ended = [], threading.Event()

    @property
    def data(self):
        if self.body is not None:
            return self.body
        answer = {"type": "FeatureCollection", "features": self.features}
        return json.dumps(answer, ensure_ascii=False).encode()


def _handler(service):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            url = urlsplit(self.path)
            service.asked.append((url.path, parse_qs(url.query)))
            data = service.data
            self.send_response(service.status)
            headers = {
                "Content-Type": "application/json; charset=utf-8",
                "Content-Length": str(len(data)),
            }
            for name, value in (headers | service.headers).items():
                self.send_header(name, value)
            self.end_headers()
            size = -(-len(data) // service.pieces)
            try:
                for start in range(0, len(data), max(size, 1)):
                    service.ended.wait(service.pause)
                    self.wfile.write(data[start : start + size])
                    self.wfile.flush()
            except OSError:
                pass  # the one who asked did not wait

        def log_message(self, *arguments):
            pass

    return Handler


@contextmanager
def serving(port=0):
    """An AddressService that listens on this machine, with its `domain`."""
    service = AddressService()
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(service))
    server.daemon_threads = True
    service.domain = f"127.0.0.1:{server.server_port}/geocodage"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield service
    finally:
        service.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


if __name__ == "__main__":
    with serving(int(sys.argv[1])) as running:
        threading.Event().wait()
