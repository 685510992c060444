"""A letter read again: the words that its receiver sees."""


def text_of(content: bytes) -> str:
    """The plain text of a letter."""
    import email
    import email.policy

    body = email.message_from_bytes(content, policy=email.policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())
