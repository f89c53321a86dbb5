from django.http import Http404


def health(request):
    raise Http404
