from django.urls import path

from alongside.portal.evidence import views

urlpatterns = [
    path("account/record/", views.record, name="record"),
    path("account/record/<int:number>/receipt/", views.receipt, name="receipt"),
    path("receipts/", views.check, name="check_receipt"),
    path("receipts/verifier.py", views.verifier, name="verifier"),
]
