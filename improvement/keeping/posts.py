from django.http import Http404


def owner_list(request):
    raise Http404


def owner_create(request):
    raise Http404


def owner_amend(request, pk):
    raise Http404


def holding_create(request, pk):
    raise Http404
