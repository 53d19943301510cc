import smtplib
import ssl

import paramiko
import requests

USER = "robot@example.org"


def deliver(message, password):
    link = smtplib.SMTP("mail.example.org", 25)
    link.login(USER, password)
    link.sendmail(USER, ["x@example.org"], message)


def deliver_safely(message, password):
    link = smtplib.SMTP_SSL("mail.example.org", context=ssl.create_default_context())
    link.login(USER, password)
    link.sendmail(USER, ["x@example.org"], message)


def status():
    return requests.get("https://status.example.org", verify=False, timeout=5)


def status_checked():
    return requests.get("https://status.example.org", verify="/etc/own-ca.pem", timeout=5)


def upload(path):
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect("files.example.org")
    client.open_sftp().put(path, "in/" + path)
