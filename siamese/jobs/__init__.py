"""Starts, queues and stops trainings, each in its own process."""

from siamese.jobs.executor import ClassifierJob, Job, Limits, Run, RunError, State, TrainingExecutor

__all__ = ["ClassifierJob", "Job", "Limits", "Run", "RunError", "State", "TrainingExecutor"]
