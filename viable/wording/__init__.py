"""Typed values into words of a language: terms from data/<language>/terms.yml, numbers and dates by CLDR."""
