"""Assessors, conflicts, assignment, score sheets and scoring runs."""
