"""Addresses of the desk, of tickets and of files."""

from django.urls import path

from goldenthread.web.desk import acts, files, importing, opening, queue, report, ticket

KEY = "tickets/<str:key>/"

urlpatterns = [
    path("desk/", queue.desk, name="desk"),
    path("desk/take-next/", queue.take_next, name="take-next"),
    path("desk/report/", report.report, name="desk-report"),
    path("desk/import/", importing.import_page, name="desk-import"),
    path("desk/tickets/new/", opening.new_ticket, name="new-ticket"),
    path(KEY, ticket.ticket, name="ticket"),
    path(f"{KEY}clocks/", ticket.clocks, name="ticket-clocks"),
    path(f"{KEY}reply/", acts.reply, name="ticket-reply"),
    *(path(f"{KEY}{verb}/", acts.press, {"verb": verb}, name=f"ticket-{verb}") for verb in acts.BUTTONS),
    *(path(f"{KEY}{verb}/", acts.ask, {"verb": verb}, name=f"ticket-{verb}") for verb in acts.ASKING),
    path("files/<int:number>/", files.download, name="file"),
]
