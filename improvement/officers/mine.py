from django.http import Http404


def my_actions(request):
    raise Http404
