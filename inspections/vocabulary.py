"""The published vocabulary in the records: added by `migrate`, never overwritten."""

from inspections.intake.check import Vocabulary, published_vocabulary


def add_published_vocabulary(**kwargs):
    """Add what is missing of the published themes, frameworks, areas and groups of words
    (post_migrate)."""
    from inspections.models import Area, Framework, Theme

    published = published_vocabulary()
    for theme in published["themes"]:
        Theme.objects.get_or_create(key=theme["key"], defaults={"name": theme["name"]})
    for entry in published["frameworks"]:
        framework, _ = Framework.objects.get_or_create(
            key=entry["key"], defaults={"name": entry["name"]}
        )
        for position, area in enumerate(entry["areas"] or []):
            Area.objects.get_or_create(
                framework=framework,
                key=area["key"],
                defaults={"name": area["name"], "position": position},
            )
    _add_glossary(published["glossary"])


def _add_glossary(groups):
    """What an authority has put in the place of a group, or switched off, is its own entry and
    stays."""
    from inspections.models import GlossaryEntry

    there = {*GlossaryEntry.objects.filter(authority=None).values_list("key", flat=True)}
    GlossaryEntry.objects.bulk_create(
        GlossaryEntry(key=group["key"], words=group["words"])
        for group in groups
        if group["key"] not in there
    )


def vocabulary_in_records():
    """The themes, frameworks and areas a draft may use: published ones and admins' own."""
    from inspections.models import Area, Framework, Theme

    areas = {key: [] for key in Framework.objects.values_list("key", flat=True)}
    for framework, area in Area.objects.order_by("position", "pk").values_list(
        "framework__key", "key"
    ):
        areas[framework].append(area)
    return Vocabulary(frozenset(Theme.objects.values_list("key", flat=True)), areas)
