//! Values, taint, summaries, flows and witnesses
