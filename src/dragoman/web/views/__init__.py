"""Owns what each page shows, as frozen values made of a record; knows no request and no markup."""
