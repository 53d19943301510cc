//! MITRE's catalogue of weaknesses as facts, and the questions it answers
