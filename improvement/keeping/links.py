from django.http import Http404


def finding_links(request, authority, inspection, key):
    raise Http404
