from django.http import Http404


def upload(request):
    raise Http404


def schema(request):
    raise Http404
