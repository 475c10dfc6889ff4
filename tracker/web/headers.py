"""Security headers: one strict policy for every page, no exceptions for scripts or styles."""

import gzip

from flask import Flask, Response, g, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)
KEPT_FOR_EVER = "public, max-age=31536000, immutable"
TEXTS = frozenset({"text/html", "text/css", "text/javascript", "image/svg+xml"})
SMALL = 600
"""Bytes below which packing costs more than it saves."""
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Frame-Options": "DENY",
}


def compressed(response: Response) -> Response:
    """gzip for text, which is all that residents' phones load; tokens differ on each page, so no oracle."""
    response.vary.add("Accept-Encoding")
    wanted = request.accept_encodings["gzip"] > 0 and response.mimetype in TEXTS
    if not wanted or response.status_code == 304 or "Content-Encoding" in response.headers:
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) > SMALL:
        response.set_data(gzip.compress(body, 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def init_app(app: Flask) -> None:
    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        is_static = request.endpoint == "static" and request.args.get("v")
        may_stay = response.status_code == 200 and (is_static or g.get("kept_for_ever"))
        response.headers["Cache-Control"] = KEPT_FOR_EVER if may_stay else "no-store"
        if g.get("clear_site_data"):
            # not "storage": ours is empty, and a cadre's unsent visits lie in that of the same address
            response.headers["Clear-Site-Data"] = '"cache", "cookies"'
        return compressed(response)
