from django.urls import path

from improvement.documents import drafts, glossary, import_page, put_away, worklist
from improvement.documents.review import printed
from improvement.documents.review import views as review

# Each page of this room has its own module; its paths are said here.
urlpatterns = [
    path("import/documents/<int:pk>/", review.waiting, name="waiting"),
    path("import/documents/<int:pk>/state/", review.state, name="waiting-state"),
    path("import/documents/<int:pk>/add/", review.add, name="waiting-add"),
    path(
        "import/documents/<int:pk>/pages/<int:number>.png",
        printed.waiting_page,
        name="waiting-page",
    ),
    path(
        "import/documents/<int:document>/proposals/<int:pk>/",
        review.proposal,
        name="proposal",
    ),
    path("import/documents/", worklist.waiting_list, name="waiting-list"),
    path("import/documents/<int:pk>/put-away/", put_away.put_away, name="waiting-put-away"),
    path("import/glossary/", glossary.glossary, name="glossary"),
    path("import/glossary/add/", glossary.add, name="glossary-add"),
    path("import/glossary/<int:pk>/", glossary.amend, name="glossary-amend"),
    path(
        "import/documents/<int:pk>/import/", import_page.waiting_import, name="waiting-import"
    ),
    path("drafts/", drafts.upload, name="draft-upload"),
    path("drafts/schema.json", drafts.schema, name="draft-schema"),
]
