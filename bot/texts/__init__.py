"""Every Vietnamese sentence a person can receive, one file a conversation."""
