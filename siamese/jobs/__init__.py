"""Starts, queues and stops trainings, on a Dask cluster inside the server or elsewhere."""

from siamese.jobs.errors import RunError
from siamese.jobs.executor import TrainingExecutor
from siamese.jobs.limits import Limits
from siamese.jobs.protocol import ClassifierJob, Job
from siamese.jobs.run import Run, State

__all__ = ["ClassifierJob", "Job", "Limits", "Run", "RunError", "State", "TrainingExecutor"]
