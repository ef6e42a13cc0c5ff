"""What Loss and Layers teach: each loss and its slope (loss_curves.py), a dense layer, a line."""
