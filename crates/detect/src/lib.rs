//! Flows and operations to findings, by five shapes
