"""Field types shared by departments: land, areas, divisions, identifiers."""

from shared.vocabulary.approval_review import ReviewState, review_done, review_due
from shared.vocabulary.area_problems import LAT_RANGE, LON_RANGE
from shared.vocabulary.cells import cells_of
from shared.vocabulary.credit_codes import check_sign
from shared.vocabulary.divisions import (
    city_code,
    county_now,
    current,
    division_name,
    divisions,
    is_in_force,
    office_division,
    place_of,
)
from shared.vocabulary.fields import (
    Area,
    County,
    CreditCode,
    Day,
    Division,
    Id,
    Identifier,
    IdentifierKindGiven,
    LandUseField,
    LongText,
    Name,
    OfficeDivision,
    ParcelCode,
    PermitNumber,
    PlotCode,
    Sha256,
    SquareMetres,
    fault_of_identifier,
    fault_of_organization,
)
from shared.vocabulary.geometry import area_m2, is_covered, metres_outside, square_around
from shared.vocabulary.identifiers import county_of, is_county, is_credit_code, permit_holder
from shared.vocabulary.identity_numbers import IdentifierKind, kind_of
from shared.vocabulary.land_use import LandScheme, LandUse, LimitClass
from shared.vocabulary.places import place_faults, refuse_misplaced
from shared.vocabulary.soil import FarmlandKind, Level

__all__ = [
    "LAT_RANGE",
    "LON_RANGE",
    "Area",
    "County",
    "CreditCode",
    "Day",
    "Division",
    "FarmlandKind",
    "Id",
    "Identifier",
    "IdentifierKind",
    "IdentifierKindGiven",
    "LandScheme",
    "LandUse",
    "LandUseField",
    "Level",
    "LimitClass",
    "LongText",
    "Name",
    "OfficeDivision",
    "ParcelCode",
    "PermitNumber",
    "PlotCode",
    "ReviewState",
    "Sha256",
    "SquareMetres",
    "area_m2",
    "cells_of",
    "check_sign",
    "city_code",
    "county_now",
    "county_of",
    "current",
    "division_name",
    "divisions",
    "fault_of_identifier",
    "fault_of_organization",
    "is_county",
    "is_covered",
    "is_credit_code",
    "is_in_force",
    "kind_of",
    "metres_outside",
    "office_division",
    "permit_holder",
    "place_faults",
    "place_of",
    "refuse_misplaced",
    "review_done",
    "review_due",
    "square_around",
]
