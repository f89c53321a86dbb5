from django.http import Http404


def keeping(request):
    raise Http404


def plan_create(request):
    raise Http404


def plan_keeping(request, key):
    raise Http404


def plan_amend(request, key):
    raise Http404


def plan_close(request, key):
    raise Http404


def plan_period(request, key):
    raise Http404
