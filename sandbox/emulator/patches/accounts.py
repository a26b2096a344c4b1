"""Which account a request acts in.

AWS knows the account by the access key. moto knows only the keys that it issued itself, and takes 123456789012 for
all others, while a user's file names an account of its own and the provider refuses to work in another. Here an
access key id of twelve digits is the account: credentials that are throwaway to the eye.
"""

import re

from moto.core.responses import BaseResponse

from .support import wrap

CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/")
ACCOUNT = re.compile(r"[0-9]{12}")


def apply():
    @wrap(BaseResponse, "get_access_key")
    def get_access_key(original, self):
        # moto looks for keys of twenty letters and digits, as AWS issues them.
        match = CREDENTIAL.search(self.headers.get("Authorization", ""))
        if match:
            return match.group(1)
        signed_url = self.querystring.get("X-Amz-Credential")
        if signed_url:
            return signed_url[0].split("/")[0]
        return original(self)

    @wrap(BaseResponse, "get_current_account")
    def get_current_account(original, self):
        key = self.get_access_key()
        return key if ACCOUNT.fullmatch(key) else original(self)
