//! Runs the examples in the knowledge folders as tests
