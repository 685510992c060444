"""A hub on PostgreSQL: the same changes as in bundles, kept where every office of a province can
give its own and take what concerns it. Who may do what is the database's to say."""
