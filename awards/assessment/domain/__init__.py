"""The pure rules of assessment: assignment of assessors, aggregation and calibration of their scores."""
