"""The desk for programs: tickets and what is done to them, requests, approvals, files, figures, imports."""

from goldenthread.api.desk import acts as acts
from goldenthread.api.desk import asking as asking
from goldenthread.api.desk import figures as figures
from goldenthread.api.desk import files as files
from goldenthread.api.desk import tickets as tickets
