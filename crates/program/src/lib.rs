//! Linked modules: names, class hierarchy, types and the call graph
