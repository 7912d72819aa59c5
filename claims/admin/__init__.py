"""Keeping the register: what editors do to claims in the admin, beyond writing their pages."""
