"""Parts of the Pairs page: its controls and captions."""
