"""What leaves one ledger to become another: folders of plain text that prove themselves."""
