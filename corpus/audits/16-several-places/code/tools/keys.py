from Crypto.Cipher import AES, DES

PASSWORD = "correct-horse-battery"


def old(data, key):
    return DES.new(key, DES.MODE_ECB).encrypt(data)


def new(data, key):
    cipher = AES.new(key, AES.MODE_GCM)
    return cipher.nonce, *cipher.encrypt_and_digest(data)
