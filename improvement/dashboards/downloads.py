"""A file that somebody gave, as it was given: to keep, never shown by this service."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download_of(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(bytes(content), content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
