"""Runs a training when Train is pressed: a queue, limits, one process a run."""

from siamese.jobs.executor import ClassifierJob, Job, Limits, Run, RunError, State, TrainingExecutor

__all__ = ["ClassifierJob", "Job", "Limits", "Run", "RunError", "State", "TrainingExecutor"]
