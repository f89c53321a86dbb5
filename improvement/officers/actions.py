from django.http import Http404


def update(request, key, reference):
    raise Http404


def new_date(request, key, reference):
    raise Http404
