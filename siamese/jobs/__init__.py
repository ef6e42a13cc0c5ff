"""Training runs in processes of their own: a queue, limits, workers."""

from siamese.jobs.executor import ClassifierJob, Job, Limits, Run, RunError, State, TrainingExecutor

__all__ = ["ClassifierJob", "Job", "Limits", "Run", "RunError", "State", "TrainingExecutor"]
