"""The contract of the event as a user of marshmallow writes it; a test holds it equal to ours."""

from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Length, Range, Regexp


class PlotRecorded(Schema):
    """What was recorded about a plot."""

    class Meta:
        """Readers ignore unknown fields, as ours do."""

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
