"""Addresses of this application."""

from django.urls import path

from luoshi.city.documents import bulletin_views, template_views, views

urlpatterns = [
    path("", views.index, name="papers"),
    path("notice/<str:report_key>/", views.notice, name="paper_notice"),
    path("notice/<str:report_key>/notice.docx", views.notice_file, name="paper_notice_file"),
    path("sheets/<str:key>.docx", views.sheet_file, name="paper_sheet"),
    path("bulletin/", bulletin_views.bulletin, name="paper_bulletin"),
    path("bulletin.docx", bulletin_views.bulletin_file, name="paper_bulletin_file"),
    path("templates/", template_views.templates, name="paper_templates"),
    path("templates/<str:kind>/", template_views.upload, name="paper_template_upload"),
    path("templates/<str:kind>/back/", template_views.back, name="paper_template_back"),
    path("templates/<str:kind>/template.docx", template_views.template_file, name="paper_template_file"),
    path("templates/<str:kind>/sample.docx", template_views.sample_file, name="paper_sample_file"),
]
