"""What a segment waits for, from counts alone. Pure."""

from awards.board.domain.steps import Next, SegmentFigures, next_step

__all__ = ["Next", "SegmentFigures", "next_step"]
