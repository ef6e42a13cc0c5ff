"""Parts of the Layers page: the dense layer, the line, the classifier, Lambda or Layer."""
