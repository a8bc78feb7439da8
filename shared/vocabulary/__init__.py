"""Field types shared by departments: land, areas, divisions, identifiers."""

from shared.vocabulary.approval_review import ReviewState, review_done, review_due
from shared.vocabulary.area_problems import LAT_RANGE, LON_RANGE
from shared.vocabulary.cells import cells_of
from shared.vocabulary.credit_codes import check_sign
from shared.vocabulary.divisions import city_code, county_now, division_name, divisions
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
    ParcelCode,
    PermitNumber,
    PlotCode,
    Sha256,
    SquareMetres,
    fault_of_identifier,
    fault_of_organization,
)
from shared.vocabulary.geometry import area_m2, is_covered, square_around
from shared.vocabulary.identifiers import (
    county_of,
    division_of,
    is_county,
    is_credit_code,
    permit_holder,
)
from shared.vocabulary.identity_numbers import IdentifierKind, kind_of
from shared.vocabulary.land_use import LandScheme, LandUse, LimitClass
from shared.vocabulary.places import place_faults, refuse_misplaced

__all__ = [
    "LAT_RANGE",
    "LON_RANGE",
    "Area",
    "County",
    "CreditCode",
    "Day",
    "Division",
    "Id",
    "Identifier",
    "IdentifierKind",
    "IdentifierKindGiven",
    "LandScheme",
    "LandUse",
    "LandUseField",
    "LimitClass",
    "LongText",
    "Name",
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
    "division_name",
    "division_of",
    "divisions",
    "fault_of_identifier",
    "fault_of_organization",
    "is_county",
    "is_covered",
    "is_credit_code",
    "kind_of",
    "permit_holder",
    "place_faults",
    "refuse_misplaced",
    "review_done",
    "review_due",
    "square_around",
]
