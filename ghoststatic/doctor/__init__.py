"""The doctor: looks at a site, its Ghost and its surroundings, and names what is wrong together with the fix."""

from ghoststatic.doctor.examination import examine
from ghoststatic.doctor.findings import Finding, Level

__all__ = ["Finding", "Level", "examine"]
