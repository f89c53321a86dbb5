from django.urls import path

from improvement.spreadsheets.foreign_plan import asking, previewing, uploading
from improvement.spreadsheets.round_trip import views

urlpatterns = [
    path("plans/<slug:key>/spreadsheet/", views.download, name="plan-workbook"),
    path("spreadsheets/", views.spreadsheets, name="round-trip"),
    path("spreadsheets/changes/", views.preview, name="round-trip-preview"),
    path("spreadsheets/plans/", uploading.upload, name="sheet-upload"),
    path("spreadsheets/plans/<int:pk>/plan/", uploading.new_plan, name="sheet-plan"),
    path("spreadsheets/plans/<int:pk>/columns/", asking.columns, name="sheet-columns"),
    path("spreadsheets/plans/<int:pk>/meanings/", asking.meanings, name="sheet-meanings"),
    path("spreadsheets/plans/<int:pk>/rows/", previewing.preview, name="sheet-check"),
    path("spreadsheets/plans/<int:pk>/away/", uploading.take_away, name="sheet-take-away"),
]
