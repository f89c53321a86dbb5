from django.urls import path

from improvement.spreadsheets import asking, previewing, round_trip, uploading

urlpatterns = [
    path("plans/<slug:key>/spreadsheet/", round_trip.download, name="plan-workbook"),
    path("spreadsheets/", round_trip.spreadsheets, name="round-trip"),
    path("spreadsheets/changes/", round_trip.preview, name="round-trip-preview"),
    path("spreadsheets/plans/", uploading.upload, name="sheet-upload"),
    path("spreadsheets/plans/<int:pk>/plan/", uploading.new_plan, name="sheet-plan"),
    path("spreadsheets/plans/<int:pk>/columns/", asking.columns, name="sheet-columns"),
    path("spreadsheets/plans/<int:pk>/meanings/", asking.meanings, name="sheet-meanings"),
    path("spreadsheets/plans/<int:pk>/rows/", previewing.preview, name="sheet-check"),
    path("spreadsheets/plans/<int:pk>/away/", uploading.take_away, name="sheet-take-away"),
]
