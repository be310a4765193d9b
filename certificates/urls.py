"""Verifying constancias: /constancias/ and /c/<code>/. Mi espacio's page of them."""

from django.urls import path

from .public import keys, mine, page, verify

urlpatterns = [
    path("constancias/", verify.verify, name="certificates_verify"),
    path("constancias/documento/", verify.verify_file, name="certificates_verify_file"),
    path("constancias/comprobar/", keys.check, name="certificates_check"),
    path("constancias/llaves/", keys.keys, name="certificate_keys"),
    path("constancias/llaves.json", keys.keys_json, name="certificate_keys_json"),
    path("constancias/emisor.json", keys.issuer_json, name="certificate_issuer"),
    path("c/<str:code>/", page.certificate, name="certificate"),
    path("c/<str:code>/constancia.pdf", page.certificate_pdf, name="certificate_pdf"),
    path("c/<str:code>/badge.json", page.certificate_badge, name="certificate_badge"),
    path("c/<str:code>/estado.json", page.certificate_status, name="certificate_status"),
    path("mi-espacio/constancias/", mine.mine, name="mine_certificates"),
    path("mi-espacio/constancias/<str:code>/nombre/", mine.wrong_name, name="mine_wrong_name"),
]
