import hashlib
import os
import secrets

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

SALT = b"0123456789abcdef"


def derive(password):
    return hashlib.pbkdf2_hmac("sha256", password, SALT, 600_000)


def derive_salted(password):
    salt = secrets.token_bytes(16)
    return salt, hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)


def derive_cheaply(password):
    return hashlib.pbkdf2_hmac("sha256", password, secrets.token_bytes(16), 50)


def pair():
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


def strong_pair():
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


def seal(key, data):
    nonce = b"\x00" * 16
    cipher = Cipher(algorithms.AES(key), modes.CTR(nonce)).encryptor()
    return cipher.update(data) + cipher.finalize()


def keep(data):
    handle = os.open("vault.bin", os.O_CREAT | os.O_WRONLY, 0o600)
    os.write(handle, data)
    os.close(handle)
