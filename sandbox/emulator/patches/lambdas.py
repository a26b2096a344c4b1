"""Lambda: the key that encrypts a function's environment, which moto forgets."""

from moto.awslambda.models import LambdaFunction

from .support import wrap


def apply():
    @wrap(LambdaFunction, "__init__")
    def initialise(original, self, *arguments, **keywords):
        original(self, *arguments, **keywords)
        spec = keywords.get("spec") or (arguments[1] if len(arguments) > 1 else {})
        self.kms_key_arn = spec.get("KMSKeyArn")

    @wrap(LambdaFunction, "get_configuration")
    def get_configuration(original, self, *arguments, **keywords):
        configuration = original(self, *arguments, **keywords)
        if self.kms_key_arn:
            configuration["KMSKeyArn"] = self.kms_key_arn
        return configuration
