"""Parts of the Training page: the running run, the list of runs, the pair to track."""
