//! The whole line: project in, review out
