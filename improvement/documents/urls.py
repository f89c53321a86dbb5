from django.urls import path

from improvement.documents import drafts

urlpatterns = [
    path("", drafts.upload, name="draft-upload"),
    path("schema.json", drafts.schema, name="draft-schema"),
]
