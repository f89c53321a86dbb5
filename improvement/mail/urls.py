from django.urls import path

from improvement.mail import screens

urlpatterns = [
    path("my-mail/", screens.my_mail, name="my-mail"),
    path("keeping/mail/", screens.mail_list, name="mail-list"),
]
