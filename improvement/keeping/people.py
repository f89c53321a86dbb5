from django.http import Http404


def people(request):
    raise Http404


def person_invite(request):
    raise Http404


def person_roles(request, pk):
    raise Http404


def authority_create(request):
    raise Http404
