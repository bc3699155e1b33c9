"""Addresses of this application."""

from django.urls import path

from luoshi.city.documents import bulletin_views, template_views, views

urlpatterns = [
    path("", views.index, name="papers"),
    path("circular/<str:report_key>/", views.circular, name="document_circular"),
    path("circular/<str:report_key>/circular.docx", views.circular_file, name="document_circular_file"),
    path(
        "supervision-orders/<str:key>.docx", views.supervision_order_file, name="document_supervision_order"
    ),
    path("bulletin/", bulletin_views.bulletin, name="document_bulletin"),
    path("bulletin.docx", bulletin_views.bulletin_file, name="document_bulletin_file"),
    path("templates/", template_views.templates, name="document_templates"),
    path("templates/<str:kind>/", template_views.upload, name="document_template_upload"),
    path("templates/<str:kind>/back/", template_views.back, name="document_template_back"),
    path("templates/<str:kind>/template.docx", template_views.template_file, name="document_template_file"),
    path("templates/<str:kind>/sample.docx", template_views.sample_file, name="document_sample_file"),
]
