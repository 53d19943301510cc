//! Source text to intermediate representation, one folder per language
