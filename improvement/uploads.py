"""How much of an uploaded file is read at all."""

from django.core.files.uploadhandler import FileUploadHandler

from inspections.intake.confined import MAX_BYTES

# A little more than any form takes, so that the form itself can say that it is too large:
# every form with a file compares its size with MAX_BYTES, or with less.
MOST_READ = MAX_BYTES + 1


class CutOff(FileUploadHandler):
    """Stops reading a file that is larger than any form takes: whatever somebody sends, it
    fills neither the memory nor the disk."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.read = 0

    def receive_data_chunk(self, raw_data, start):
        if self.read >= MOST_READ:
            return None
        self.read += len(raw_data)
        return raw_data

    def file_complete(self, file_size):
        return None
