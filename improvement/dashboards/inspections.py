from django.http import Http404


def inspection_list(request):
    raise Http404


def inspection(request, authority, key):
    raise Http404
