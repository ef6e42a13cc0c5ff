"""What every test shares: a quiet TensorFlow and one Hypothesis profile."""

import os

from hypothesis import settings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # read once, when TensorFlow is first imported

# A busy machine is slow now and then: a deadline for one example would make tests fail by chance.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
