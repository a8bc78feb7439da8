"""The contract of the event as a marshmallow schema; a test compares it with the platform's."""

from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Length, Range, Regexp


class PlotRecorded(Schema):
    """The recorded data of a plot."""

    class Meta:
        """Ignore unknown fields, like the platform."""

        unknown = EXCLUDE

    plot_code = fields.String(required=True, validate=Length(1, 40))
    record_no = fields.String(required=True, validate=Length(1, 60))
    name = fields.String(required=True, validate=Length(1, 200))
    county = fields.String(required=True, validate=Regexp(r"\d{6}\Z"))
    area_m2 = fields.Float(required=True, validate=Range(1, 10_000_000))
    longitude = fields.Float(required=True, validate=Range(73, 136))
    latitude = fields.Float(required=True, validate=Range(3, 54))
    former_use = fields.String(required=True, validate=Length(1, 60))
    pollutants = fields.List(fields.String(), required=True, validate=Length(1, 20))
    recorded_on = fields.Date(required=True)
