import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue

from django.core.management.base import BaseCommand, CommandError

from inspections.intake.extracting_files import Outcome, extract_file, jobs_for
from inspections.intake.reading_out import read_with, reader_of_many

HEADINGS = ("file", "kind", "authority", "when", "judgements", "asked", "findings")
BAR = 30


class Command(BaseCommand):
    help = (
        "Read documents (PDF, DOCX, HTML, Markdown or text, or folders of them) into drafts, "
        "DIR/report.yaml for report.pdf. Nobody has confirmed them: import_draft refuses them "
        "until somebody has. Run again, it goes on where it stopped."
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
        parser.add_argument(
            "--out",
            type=Path,
            default=Path("drafts"),
            metavar="DIR",
            help="Where the drafts go; “drafts” in the current folder if not given.",
        )
        parser.add_argument(
            "--jobs",
            type=int,
            default=os.cpu_count() or 1,
            metavar="N",
            help="How many documents at once; as many as there are processors if not given.",
        )
        parser.add_argument(
            "--again",
            action="store_true",
            help="Write drafts that are there already again, save those a person has reviewed.",
        )

    def handle(self, *, paths, out, jobs, again, **options):
        work = jobs_for(self._files(paths, out), out)
        if not work:
            raise CommandError("There is no file to read.")
        outcomes = []
        for number, outcome in enumerate(self._outcomes(work, jobs, again), start=1):
            outcomes.append(outcome)
            self._progress(number, len(work), outcome)
        outcomes.sort(key=lambda outcome: str(outcome.job.file))
        self._table([outcome for outcome in outcomes if outcome.state != "refused"])
        self._ending(outcomes, out)

    def _files(self, paths, out):
        files = []
        for path in paths:
            if not path.exists():
                raise CommandError(f"There is nothing at {path}.")
            inside = sorted(path.rglob("*")) if path.is_dir() else [path]
            files += [file for file in inside if file.is_file() and _is_meant(file, path, out)]
        return list(dict.fromkeys(files))

    def _outcomes(self, work, jobs, again):
        """Each as it is done. A thread only waits for its reader, which is a process."""
        slots = max(1, min(jobs, len(work)))
        free = SimpleQueue()

        def done(job):
            reader = free.get()
            try:
                return extract_file(job, read_with(reader), again)
            finally:
                free.put(reader)

        with ExitStack() as open_readers, ThreadPoolExecutor(slots) as pool:
            for _ in range(slots):
                free.put(open_readers.enter_context(reader_of_many()))
            try:
                for ended in as_completed([pool.submit(done, job) for job in work]):
                    yield ended.result()
            finally:
                pool.shutdown(cancel_futures=True)

    def _progress(self, number, total, outcome):
        name = outcome.job.file.name
        if self.stdout.isatty():
            filled = BAR * number // total
            bar = "█" * filled + "·" * (BAR - filled)
            self.stdout.write(f"\r\x1b[2K{bar} {number} of {total}  {name[:40]}", ending="")
            self.stdout.flush()
        else:
            said = f": {outcome.sentence}" if outcome.sentence else ""
            self.stdout.write(f"{number} of {total} {name}: {outcome.state}{said}")

    def _table(self, outcomes):
        if self.stdout.isatty():
            self.stdout.write("")
        rows = [HEADINGS, *(_row(outcome) for outcome in outcomes)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
        for row in rows if outcomes else ():
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())

    def _ending(self, outcomes, out):
        refused = [outcome for outcome in outcomes if outcome.state == "refused"]
        for outcome in refused:
            self.stderr.write(f"{outcome.job.file}: {outcome.sentence}")
        counts = {
            state: sum(o.state == state for o in outcomes) for state in ("written", "kept")
        }
        self.stdout.write(
            f"{counts['written']} written to {out}, {counts['kept']} kept as they were, "
            f"{len(refused)} passed over."
        )
        if refused:
            raise CommandError(f"{len(refused)} of {len(outcomes)} could not be read.")


def _is_meant(file, given, out):
    """A folder's hidden files and the drafts themselves are not meant."""
    if file == given:
        return True
    hidden = any(part.startswith(".") for part in file.relative_to(given).parts)
    return not hidden and out.resolve() not in file.resolve().parents


def _row(outcome: Outcome):
    return (
        outcome.job.file.name,
        outcome.kind,
        outcome.authority or "—",
        outcome.when or "—",
        str(outcome.judgements),
        str(outcome.asked),
        str(outcome.findings),
    )
