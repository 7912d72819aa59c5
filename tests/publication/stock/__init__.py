"""A stock Wagtail site whose claims have the shape of ours: what Wagtail itself takes is the bar (measure.py)."""
