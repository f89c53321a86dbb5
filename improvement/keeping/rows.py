from django.http import Http404


def commitment_create(request, key):
    raise Http404


def commitment_amend(request, key, pk):
    raise Http404


def action_create(request, key):
    raise Http404


def action_amend(request, key, reference):
    raise Http404


def action_owner(request, key, reference):
    raise Http404
