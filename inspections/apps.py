from django.apps import AppConfig
from django.db.models.signals import post_migrate

from inspections.vocabulary import add_published_vocabulary


class InspectionsConfig(AppConfig):
    name = "inspections"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Inspections: what outsiders found"

    def ready(self):
        # The one signal: the vocabulary is data that every database needs, tests' too.
        post_migrate.connect(add_published_vocabulary, sender=self)
