from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from improvement.admin import actions, outside, people, plans

__all__ = ["actions", "outside", "people", "plans"]

admin.site.site_header = "Improvement tracker: records"
admin.site.site_title = "Improvement tracker"
admin.site.index_title = "Records"
admin.site.site_url = "/"
# It writes and deletes in bulk, past every rule.
admin.site.disable_action("delete_selected")
# There is one door to sign in by, with its limits on trying passwords.
admin.site.login = secure_admin_login(admin.site.login)
