"""What a person does about failed messages: retry, mend, discard; each is recorded."""
