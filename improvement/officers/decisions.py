from django.http import Http404


def sign_off(request, key, reference):
    raise Http404


def decide(request, key, reference, pk):
    raise Http404


def withdraw(request, key, reference):
    raise Http404


def reopen(request, key, reference):
    raise Http404


def impact(request, key, pk):
    raise Http404
