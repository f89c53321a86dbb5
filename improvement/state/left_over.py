"""What is still kept of evidence that was taken back."""

from django.db.models import Exists, OuterRef

from improvement.models import Evidence, EvidenceFile


def left_over_files():
    """Files that still hold their content although no piece that stands gives them, as
    evidence that was taken back before that emptied its file."""
    gives_it = Evidence.objects.filter(file=OuterRef("pk"), voided_by__isnull=True)
    return EvidenceFile.objects.exclude(content=b"").filter(~Exists(gives_it))


def keeps_its_file(evidence) -> bool:
    """Whether the content of its file is still here although the piece was taken back."""
    return left_over_files().filter(pk=evidence.file_id).exists()
