"""A diagram as a picture: SVG without script, and the same as a list of steps. Pure.

    drawn = picture.drawn(reading.parse(source))
    drawn.pictures                       # a picture for each page of the diagram
    picture.svg(drawn.pictures[0], now={"look"}, been={"start"}, title="Missed bin")
    drawn.steps(now={"look"}, been={"start"})

The diagram's own coordinates are used; where it has none it is laid out here. Where the process is now and
where it has been is said by a shape and by weight, never by a colour alone.
"""

from alongside.workflow.picture.drawing import LARGEST, Drawn, drawn
from alongside.workflow.picture.shapes import Box, Line, Picture, Point, Shape
from alongside.workflow.picture.steps import Place, Step
from alongside.workflow.picture.svg import svg

__all__ = ["LARGEST", "Box", "Drawn", "Line", "Picture", "Place", "Point", "Shape", "Step", "drawn", "svg"]
