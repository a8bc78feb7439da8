"""Request bodies of commands to the departments' APIs, field by field."""

from demo.city.sites import IndustrialSite

Body = dict[str, object]

POLLUTANTS = {
    "焦化": ("苯并[a]芘", "苯", "萘"),
    "铸造": ("铅", "锌"),
    "化工": ("氯仿", "四氯乙烯", "石油烃（C10-C40）"),
    "电镀": ("铬（六价）", "镍", "铜"),
    "制革": ("铬（六价）",),
    "洗煤": ("砷", "苯并[a]芘"),
    "玻璃器皿": ("砷", "铅"),
    "农药": ("砷", "氯仿"),
    "炼铁": ("铅", "镉", "锌"),
    "机械": ("石油烃（C10-C40）", "铅"),
}


def _use(code: str) -> Body:
    return {"scheme": "planning-2023", "code": code}


def parcel(site: IndustrialSite, planned: str) -> Body:
    """Return the body that registers an industrial parcel with its planned use (a code)."""
    return {
        "parcel_code": site.parcel_code,
        "county": site.county,
        "area": site.area,
        "holder": site.company,
        "use": _use("1001"),
        "planned_use": _use(planned),
    }


def plot(site: IndustrialSite) -> Body:
    """Return the body that records a plot."""
    return {
        "plot_code": site.plot_code,
        "name": f"{site.company}地块",
        "county": site.county,
        "area": site.area,
        "area_m2": site.area_m2,
    }


def permit(site: IndustrialSite, valid_until: str) -> Body:
    """Return the body that records a discharge permit."""
    return {
        "number": site.permit_number,
        "holder": site.company,
        "credit_code": site.credit_code,
        "county": site.county,
        "address": f"某某工业园区{site.number}号",
        "plot_code": site.plot_code,
        "valid_until": valid_until,
    }


def permit_end(site: IndustrialSite, ending: tuple[str, str], on: str) -> Body:
    """Return the body that ends a permit; `ending` is the kind and the reason."""
    kind, reason = ending
    return {"number": site.permit_number, "kind": kind, "reason": reason, "cancelled_on": on}


def listing(site: IndustrialSite, on: str, year: int) -> Body:
    """Return the body that relays a listing on the provincial register."""
    return {
        **plot(site),
        "pollutants": list(POLLUTANTS[site.industry]),
        "document_number": f"晋环函〔{year}〕某某{site.number}号",
        "registered_on": on,
    }


def delisting(site: IndustrialSite, condition: str, on: str, year: int) -> Body:
    """Return the body that relays a removal from the provincial register."""
    return {
        "plot_code": site.plot_code,
        "document_number": f"晋环函〔{year}〕某某移{site.number}号",
        "delisted_on": on,
        "conditions": [condition],
    }


def application(site: IndustrialSite, procedure: str, wanted: str) -> Body:
    """Return the body that applies for a land procedure."""
    return {
        "parcel_code": site.parcel_code,
        "procedure": procedure,
        "applicant": f"某某{site.number}号房地产开发有限公司",
        "wanted_use": _use(wanted),
    }


def reclamation(site: IndustrialSite, edible: bool) -> Body:
    """Return the body that applies to reclaim a site as farmland."""
    return {
        "county": site.county,
        "area": site.area,
        "applicant": f"某某{site.number}号村民委员会",
        "edible": edible,
    }


def clue(site: IndustrialSite, matter: str, summary: str, on: str) -> Body:
    """Return the body that reports a clue about a site."""
    return {
        "matter": matter,
        "county": site.county,
        "summary": f"{site.company}：{summary}",
        "found_on": on,
        "plot_code": site.plot_code,
    }
