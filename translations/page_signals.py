"""What apps above may listen to, by the type of page that sends it."""

from django.dispatch import Signal

# Sent with `page`, in the transaction that changed what readers may read of it without publishing it anew.
texts_changed = Signal()
