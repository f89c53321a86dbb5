from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from improvement.importing import Outcome, import_drafts
from improvement.models import User


class Command(BaseCommand):
    help = "Import drafts (YAML files, or folders of them) into the records, all or nothing."

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would happen; write nothing."
        )
        parser.add_argument(
            "--history",
            action="store_true",
            help="Load the past: known since each document's publication, not since now.",
        )
        parser.add_argument("--as", dest="actor", metavar="EMAIL", help="Import as this admin.")

    def handle(self, *, paths, dry_run, history, actor, verbosity, **options):
        report = import_drafts(
            [(str(path), path.read_bytes()) for path in self._files(paths)],
            actor=self._actor(actor),
            now=timezone.now(),
            history=history,
            dry_run=dry_run,
        )
        if report.problems:
            for problem in report.problems:
                self.stderr.write(str(problem))
            number = len(report.problems)
            raise CommandError(
                f"{number} problem{'' if number == 1 else 's'}; nothing was written."
            )
        if verbosity > 1:
            for line in report.lines:
                change = f" ({line.field}: {line.old} → {line.new})" if line.field else ""
                self.stdout.write(f"{line.outcome}: {line.kind} {line.name}{change}")
        for line in report.by_outcome(Outcome.KEPT):
            self.stdout.write(
                f"{line.file}, line {line.line}: kept {line.kind} {line.name}: {line.field} "
                f"stays “{line.old}”, changed here by a person; the draft says “{line.new}”."
            )
        counts = ", ".join(f"{report.counts[outcome]} {outcome}" for outcome in Outcome)
        self.stdout.write(f"{'Would be: ' if dry_run else ''}{counts}.")

    def _files(self, paths):
        files = []
        for path in paths:
            found = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
            if not found or not all(file.is_file() for file in found):
                raise CommandError(f"There is no draft at {path}.")
            files += found
        return files

    def _actor(self, email):
        if email is None:
            return None
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active member with the address {email}.")
        return user
