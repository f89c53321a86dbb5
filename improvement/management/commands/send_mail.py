from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from improvement.mail.handover import hand_over
from improvement.mail.writing import write_due
from improvement.models import Mail
from improvement.spreadsheets.unsettled import take_away_old


class Command(BaseCommand):
    help = (
        "Write the mail that is due today, and hand what waits to the mail server. Whatever "
        "was sent is not sent again, however often this runs, also at the same time. Uploaded "
        "spreadsheets that nobody has settled for a week are taken away as well."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--waiting",
            action="store_true",
            help="Only hand over what is written already, such as reminders of a round.",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Say to whom each mail would go, and its subject; write nothing.",
        )

    def handle(self, *, waiting, dry_run, verbosity, **options):
        if dry_run:
            self._try_out(waiting)
            return
        written = 0 if waiting else sum(1 for _ in write_due(timezone.now()))
        old_sheets = 0 if waiting else take_away_old(timezone.now())
        run = hand_over(timezone.now)
        told = [f"{written} written, {run.sent} sent"]
        told += [f"{run.refused} refused"] if run.refused else []
        told += [f"{run.dropped} dropped, for people who have left"] if run.dropped else []
        told += [f"{run.waiting} waiting"] if run.waiting else []
        told += [f"{run.uncertain} uncertain: an admin has to look"] if run.uncertain else []
        uploads = "1 old upload" if old_sheets == 1 else f"{old_sheets} old uploads"
        told += [f"{uploads} taken away"] if old_sheets else []
        self.stdout.write(f"{', '.join(told)}.")
        if run.trouble:
            raise CommandError(
                f"The mail server takes nothing now ({run.trouble}). What waits is kept and "
                "goes out with the next run."
            )

    def _try_out(self, waiting):
        with transaction.atomic():
            written = 0 if waiting else sum(1 for _ in write_due(timezone.now()))
            # Those written before are among them, unless a new one takes their place.
            mails = list(Mail.objects.filter(state=Mail.State.WAITING).order_by("pk"))
            transaction.set_rollback(True)
        for mail in mails:
            self.stdout.write(f"{mail.get_kind_display()} to {mail.address}: {mail.subject}")
        self.stdout.write(f"Would be: {written} written, {len(mails)} handed over.")
