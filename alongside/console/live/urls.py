from django.urls import path

from alongside.console.live import dashboard, helping, inviting, log, making, media, page, reports, subjects

urlpatterns = [
    path("", dashboard.dashboard, name="live"),
    path("new/", making.new, name="live_new"),
    path("helping/<uuid:assistance_id>/", helping.call, name="live_helping"),
    path("log/", log.log, name="live_log"),
    path("log/calls.csv", log.export, name="live_log_export"),
    path("log/<uuid:call_id>/", log.entry, name="live_log_call"),
    path("log/<uuid:call_id>/media/<uuid:media_id>/", media.download, name="live_download"),
    path("log/<uuid:call_id>/media/<uuid:media_id>/deletion/", media.delete, name="live_delete"),
    path("log/<uuid:call_id>/reports/new/", reports.write, name="live_report_new"),
    path("log/<uuid:call_id>/subjects/", subjects.add, name="live_subject"),
    path("reports/", reports.reports, name="live_reports"),
    path("reports/<uuid:report_id>/", reports.report, name="live_report"),
    path("reports/<uuid:report_id>/edit/", reports.edit, name="live_report_edit"),
    path("reports/<uuid:report_id>/signature/", reports.sign, name="live_report_sign"),
    path("reports/<uuid:report_id>/deletion/", reports.delete, name="live_report_delete"),
    path("reports/<uuid:report_id>/document/", reports.document, name="live_report_document"),
    path("requests/<uuid:request_id>/", page.service_request, name="live_request"),
    path("requests/<uuid:request_id>/invitations/", inviting.to_request, name="live_request_invite"),
    path("invitations/<uuid:invitation_id>/revocation/", inviting.revoke, name="live_revoke"),
    path("<uuid:call_id>/", page.call, name="live_call"),
    path("<uuid:call_id>/invitations/", inviting.to_call, name="live_invite"),
    path("<uuid:call_id>/people/", inviting.ask, name="live_ask"),
    path("<uuid:call_id>/cancellation/", page.cancel, name="live_cancel"),
]
