from django.http import Http404


def how_status_works(request):
    raise Http404


def accessibility(request):
    raise Http404
