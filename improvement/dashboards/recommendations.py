from django.http import Http404


def recommendation(request, authority, inspection, key):
    raise Http404
