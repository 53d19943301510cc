//! What is known: kinds, rules and models, loaded and checked
