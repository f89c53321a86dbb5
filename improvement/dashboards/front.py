from django.http import Http404


def front_page(request):
    raise Http404
