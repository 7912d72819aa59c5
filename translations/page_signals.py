"""What apps above may listen to, by the type of page that sends it."""

from django.dispatch import Signal

# Sent with `page`, its rows read already, in the transaction that changes what readers may read of it.
texts_changed = Signal()
