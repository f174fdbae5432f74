"""The Qazaqstan Project Management Awards portal.

This module stays empty so that the pure cores import without the web framework.
"""
