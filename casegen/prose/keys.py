"""What may stand after an at-sign in prose: pandoc's grammar of citation keys, for parser and model alike."""

KEY = r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*"
