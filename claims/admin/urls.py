"""Addresses below those of the list of claims in the admin."""

from django.urls import path

from .bulk_add import AddClaimsView, ChooseReportView, OrderView
from .decision_views import DecisionView
from .step_views import AddStepsView, AddStepView, CorrectStepView, RecordView, RetractStepView, TranslateStepView

urlpatterns = [
    path("act/<str:act>/", DecisionView.as_view(), name="act"),
    path("add-several/", ChooseReportView.as_view(), name="choose_report"),
    path("add-several/<key:pk>/", AddClaimsView.as_view(), name="add_several"),
    path("order/<key:pk>/", OrderView.as_view(), name="order"),
    path("record/several/", AddStepsView.as_view(), name="add_steps"),
    path("<key:pk>/record/", RecordView.as_view(), name="record"),
    path("<key:pk>/record/add/", AddStepView.as_view(), name="add_step"),
    path("record/<key:step>/correct/", CorrectStepView.as_view(), name="correct_step"),
    path("record/<key:step>/retract/", RetractStepView.as_view(), name="retract_step"),
    path("record/<key:step>/translate/", TranslateStepView.as_view(), name="translate_step"),
]
