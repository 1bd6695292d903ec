"""The office: opening it, accounts, sign-in, verification."""
