from django.http import Http404


def action_list(request, key):
    raise Http404


def action(request, key, reference):
    raise Http404
