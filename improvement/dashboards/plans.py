from django.http import Http404


def plan_list(request):
    raise Http404


def plan(request, key):
    raise Http404


def plan_rows(request, key):
    raise Http404
